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
   * Deletes up to {@code limit} jobs of each kind of history that were kept for their time; how
   * many it were.
   */
  public long purge(Connection tx, Lead lead, int limit) throws SQLException {
    return purge.one(tx, row -> row.getLong(1), lead.workerId(), lead.term(), limit);
  }
}
