package dev.awa.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as the leader reads it, to see what it fires.
 *
 * @param version what is declared of it; one more with each change
 * @param firedThrough planned times up to this one are settled
 * @param dueAt when it was to be looked at; null when it has no time left
 * @param waitingAt the planned time of a fire that waits for an earlier job; null for none
 * @param bytes how long the texts of its job are
 * @param now the database's time when it was read
 */
public record DueSchedule(
    String name,
    long version,
    String expression,
    String zone,
    String missed,
    Duration jitter,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    Instant firedThrough,
    @Nullable Instant dueAt,
    @Nullable Instant waitingAt,
    long bytes,
    Instant now) {

  static DueSchedule read(ResultSet row) throws SQLException {
    return new DueSchedule(
        row.getString("name"),
        row.getLong("version"),
        row.getString("expression"),
        row.getString("zone"),
        row.getString("missed"),
        Sql.some(row, "jitter"),
        Schedules.instant(row, "starts_at"),
        Schedules.instant(row, "ends_at"),
        Schedules.some(row, "fired_through"),
        Schedules.instant(row, "due_at"),
        Schedules.instant(row, "waiting_at"),
        row.getLong("bytes"),
        Schedules.some(row, "now"));
  }
}
