package dev.awa;

import java.util.Locale;

/**
 * What a database role is there for, and therefore needs rights for. A role may have several
 * duties. Only that of the migrator owns anything.
 */
public enum Duty {
  /** Enqueues jobs, from Java or SQL. Reads nobody's jobs. */
  PRODUCER,
  /** Looks: at jobs, queues and the storage. Changes nothing. */
  READER,
  /**
   * Sees all, enqueues and steers: pauses, sets, retries, cancels, edits, purges, submits
   * operations, declares and steers schedules, writes the audit. Runs no job, and empties no log.
   */
  OPERATOR,
  /**
   * Runs jobs and keeps house: rotates, prunes, rebases. Enqueues, looks, and declares schedules,
   * as handlers and applications do. Steers nothing.
   */
  WORKER,
  /** Owns the schema, and brings it up to date. May therefore do all that the others may. */
  MIGRATOR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
