package dev.awa;

import java.util.Locale;

/**
 * What a database role is there for, and therefore needs rights for. The schema may belong to
 * another role, whoever migrates it; none of these needs to own anything or to create anything.
 */
public enum Duty {
  /** Enqueues jobs, from Java or SQL. Reads nobody's jobs. */
  PRODUCER,
  /** Looks: at jobs, queues and the storage. Changes nothing. */
  READER,
  /**
   * Runs jobs and keeps house; and all else that a client or the {@code awa} command does: enqueue,
   * look, pause, cancel, prune, rebase. Everything but migrate.
   */
  WORKER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
