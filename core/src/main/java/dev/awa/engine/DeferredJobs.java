package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs that wait for a time: scheduled, snoozed and retrying ones. */
public final class DeferredJobs {
  private final Sql promote;
  private final Sql unreadable;
  private final Sql nextDue;

  DeferredJobs(String schema) {
    promote = Sql.of(schema, "deferred/promote.sql");
    unreadable = Sql.of(schema, "deferred/unreadable.sql");
    nextDue = Sql.of(schema, "deferred/next_due.sql");
  }

  /**
   * What a promotion did.
   *
   * @param promoted how many jobs were moved
   * @param upTo what was due by then has been moved, or was locked, or has not committed yet
   * @param rest how long it is until the next one is due, negative when it is overdue; at most a
   *     second
   */
  public record Promotion(int promoted, Instant upTo, Duration rest) {}

  /**
   * Moves up to {@code limit} due jobs into the ready log, looking from an instant on; null for the
   * beginning.
   *
   * @throws SQLException for which {@link Failures#isOfDamage} holds when one of them can't be read
   */
  public Promotion promote(Connection tx, int limit, @Nullable Instant from) throws SQLException {
    return promote(tx, limit, from, Map.of());
  }

  /** The jobs that a promotion would look at and that can't be read, and why. */
  public Map<Long, String> unreadable(Connection tx, int limit, @Nullable Instant from)
      throws SQLException {
    return Unreadable.asked(tx, unreadable, limit, text(from));
  }

  /** The same promotion; some jobs are moved without what can't be read of them. */
  public Promotion promote(
      Connection tx, int limit, @Nullable Instant from, Map<Long, String> without)
      throws SQLException {
    return promote.one(
        tx,
        row ->
            new Promotion(
                row.getInt("promoted"),
                row.getObject("up_to", OffsetDateTime.class).toInstant(),
                Sql.some(row, "rest")),
        limit,
        text(from),
        Unreadable.ids(without));
  }

  /** How long until the next one is due, negative when it is overdue; empty when there is none. */
  public Optional<Duration> nextDue(Connection tx) throws SQLException {
    return nextDue.first(tx, row -> Sql.some(row, "rest"));
  }

  private static String text(@Nullable Instant from) {
    return from == null ? "-infinity" : from.toString();
  }
}
