package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One thing that maintenance does, at its own pace. It fails alone: a chore that throws is logged
 * and tried again after a back-off, a second at first and at most a minute, and the others have
 * their turn. Only where the connection or the lead is lost nobody has a turn any more.
 */
final class Chore {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  /** What is done at a turn. */
  interface Work {
    /** Does a bounded piece and says how long to rest; zero where there is more to do. */
    Duration on(Connection connection, Lead lead) throws SQLException;
  }

  private final Work work;
  private final Setback setback;
  private long dueNanos = System.nanoTime();

  /**
   * A chore that is due at once.
   *
   * @param name what the log calls it, after the name of the worker
   */
  Chore(Consumer<? super Event> events, String name, Work work) {
    this.work = work;
    this.setback = new Setback(events, name, FIRST_BACKOFF, LONGEST_BACKOFF);
  }

  boolean isDue() {
    return rest().isZero();
  }

  /** How long until it is due. */
  Duration rest() {
    return Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
  }

  /** Makes it due at once, unless it has failed. */
  void hurry() {
    if (!setback.isFailing()) {
      dueNanos = System.nanoTime();
    }
  }

  /**
   * Has its turn.
   *
   * @throws SQLException when nobody can have a turn on this connection, or under this lead
   */
  void turn(Connection connection, Lead lead) throws SQLException {
    try {
      Duration rest = work.on(connection, lead);
      setback.worked();
      restFor(rest);
    } catch (SQLException e) {
      if (Failures.isNotLeading(e)) {
        throw e;
      }
      failed(e);
      if (Session.isLost(connection, e)) {
        throw e;
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Exception failure) {
    setback.failed(failure);
    restFor(setback.rest());
  }

  private void restFor(Duration rest) {
    dueNanos = System.nanoTime() + rest.toNanos();
  }
}
