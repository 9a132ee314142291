package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Measured;
import dev.awa.engine.TimingLog;
import dev.awa.event.StepFailed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stores what was measured, after a beat, every ten seconds or so: up to a hundred pairs of queue
 * and kind at a time, so a worker with more of them stores each less often. What the database
 * refuses, and what could not be sent because there was no connection, is stored another time. What
 * was on its way when the connection was lost is given up: to send it again might count it twice.
 * So are rows that the database would refuse again. Used by the thread of the heart.
 */
final class TimingReporter {
  private static final int MOST_ROWS = 100;
  private static final int TRIES = 2;
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final long NEWS_NANOS = Duration.ofMinutes(1).toNanos();

  private final TimingLog log;
  private final Measures measures;
  private final Events events;
  private long dueNanos = due();
  private long failures;
  private long toldNanos;

  TimingReporter(Scope scope) {
    this.log = scope.engine().timings();
    this.measures = scope.measures();
    this.events = scope.events();
  }

  /** Not all workers at once. */
  private static long due() {
    double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
    return System.nanoTime() + (long) (EVERY.toNanos() * jitter);
  }

  /** Stores some, when it is time. */
  void report(Session session) {
    if (System.nanoTime() - dueNanos >= 0) {
      dueNanos = due();
      send(session);
    }
  }

  /**
   * Stores all of it, for the worker ends; gives up when that fails twice. A connection that has
   * broken since the last beat may be noticed here first.
   */
  void reportAll(Session session) {
    for (int i = 0; i < TRIES; i++) {
      while (send(session)) {
        // there may be more
      }
    }
  }

  /** Whether anything was stored. */
  private boolean send(Session session) {
    List<Measured> some = measures.take(MOST_ROWS);
    if (some.isEmpty()) {
      return false;
    }
    AtomicBoolean sent = new AtomicBoolean();
    try {
      session.call(connection -> {
        sent.set(true);
        log.append(connection, some);
        return true;
      });
      failures = 0;
      return true;
    } catch (SQLException | RuntimeException e) {
      boolean mayBeStored = sent.get() && Failures.isOutcomeUnknown(e);
      if (!mayBeStored && !Failures.isOfTheData(e)) {
        measures.giveBack(some);
      }
      failures++;
      boolean isNews = failures == 1 || System.nanoTime() - toldNanos >= NEWS_NANOS;
      toldNanos = isNews ? System.nanoTime() : toldNanos;
      events.accept(new StepFailed("timings", failures, e, isNews));
      return false;
    }
  }
}
