package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Jobs that wait for a time: scheduled, snoozed and retrying ones. */
public final class DeferredJobs {
  private final Sql promote;

  DeferredJobs(String schema) {
    promote = Sql.of(schema, "deferred/promote.sql");
  }

  /**
   * What a promotion did.
   *
   * @param promoted how many jobs were moved
   * @param lastRunAt when the last of them was due; null when there was none
   * @param rest how long it is until the next one is due, negative when it is overdue; null when
   *     none waits
   */
  public record Promotion(int promoted, @Nullable Instant lastRunAt, @Nullable Duration rest) {}

  /**
   * Moves up to {@code limit} due jobs into the ready log, looking from an instant on; null for the
   * beginning.
   */
  public Promotion promote(Connection tx, int limit, @Nullable Instant from) throws SQLException {
    return promote.one(
        tx,
        row -> {
          OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
          double rest = row.getDouble(3);
          boolean none = row.wasNull();
          return new Promotion(
              row.getInt(1),
              last == null ? null : last.toInstant(),
              none ? null : Duration.ofNanos((long) (rest * 1e6)));
        },
        limit,
        from == null ? "-infinity" : from.toString());
  }
}
