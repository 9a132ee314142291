package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;

/** Failed and cancelled jobs and dead letters, which are kept for people for some time. */
public final class History {
  private final Sql purge;

  History(String schema) {
    purge = Sql.of(schema, "history/purge_history.sql");
  }

  /**
   * What a step deleted.
   *
   * @param jobs how many jobs
   * @param deadLetters how many of these were dead letters
   */
  public record Purged(long jobs, long deadLetters) {}

  /** Deletes up to {@code limit} jobs of each kind of history that were kept for their time. */
  public Purged purge(Connection tx, Lead lead, int limit) throws SQLException {
    return purge.one(
        tx,
        row -> new Purged(row.getLong("jobs"), row.getLong("dead_letters")),
        lead.workerId(),
        lead.term(),
        limit);
  }
}
