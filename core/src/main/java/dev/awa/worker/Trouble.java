package dev.awa.worker;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What the log is told of something that is tried again and again, so that a database that is away,
 * or comes and goes, is a page of log and not a gigabyte: the first failure, then one line a
 * minute, and that it works again once it has done so for ten seconds. Throws nothing, whatever the
 * failure does when it is looked at. Used by one thread.
 */
final class Trouble {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final String who;
  private long toldNanos;
  private long failures;
  private long worksSinceNanos;
  private boolean works = true;

  Trouble(Logger log, String who) {
    this.log = log;
    this.who = who;
  }

  void failed(Throwable failure, long now) {
    works = false;
    failures++;
    try {
      if (failures == 1 || now - toldNanos > INTERVAL_NANOS) {
        log.warn("{}: failed ({} times by now), trying again: {}", who, failures, line(failure));
        toldNanos = now;
      }
      log.debug("{}: the failure", who, failure);
    } catch (Throwable worse) {
      // the log fails too; it is told when it works again
    }
  }

  void worked(long now) {
    if (failures == 0) {
      return;
    }
    if (!works) {
      works = true;
      worksSinceNanos = now;
    } else if (now - worksSinceNanos > PROOF_NANOS) {
      log.info("{}: works again after {} failures", who, failures);
      failures = 0;
    }
  }

  /** A failure in one line: what the database says first, and its SQLSTATE. */
  static String line(Throwable failure) {
    String state = failure instanceof SQLException e ? e.getSQLState() : null;
    String first = firstLine(message(failure));
    return state == null
        ? failure.getClass().getName() + ": " + first
        : first + " (SQLSTATE " + state + ")";
  }

  private static @Nullable String message(Throwable failure) {
    try {
      return failure.getMessage();
    } catch (Throwable worse) {
      return "can't describe itself";
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }
}
