package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The keys that unique jobs hold. They are taken by append and let go with the job's end, but for
 * those of periods.
 */
public final class UniqueKeys {
  private final Sql letGoPeriods;
  private final Sql holder;

  UniqueKeys(String schema) {
    letGoPeriods = Sql.of(schema, "unique/let_go_periods.sql");
    holder = Sql.of(schema, "unique/holder.sql");
  }

  /** The job that holds the key that this job would need; empty when it is free. */
  public Optional<Long> holder(Connection tx, NewJob like) throws SQLException {
    return holder.first(
        tx, row -> row.getLong(1), like.kind(), like.queue(), like.args(), like.unique());
  }

  /** Lets go of up to {@code limit} keys of periods that are over; how many it were. */
  public long letGoPeriods(Connection tx, int limit) throws SQLException {
    return letGoPeriods.one(tx, row -> row.getLong(1), limit);
  }
}
