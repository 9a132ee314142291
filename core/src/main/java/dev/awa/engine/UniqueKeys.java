package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The keys that unique jobs hold. They are taken by append and let go with the job's end, but for
 * those of periods.
 */
public final class UniqueKeys {
  private final Sql letGoPeriods;

  UniqueKeys(String schema) {
    letGoPeriods = Sql.of(schema, "unique/let_go_periods.sql");
  }

  /** Lets go of up to {@code limit} keys of periods that are over; how many it were. */
  public long letGoPeriods(Connection tx, int limit) throws SQLException {
    return letGoPeriods.one(tx, row -> row.getLong(1), limit);
  }
}
