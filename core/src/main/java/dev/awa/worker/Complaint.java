package dev.awa.worker;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that may go wrong for every job, logged so that an hour of it is a page: the first time
 * with its stack trace, then at most once a minute with how often it was. Throws nothing, whatever
 * the failure does when it is looked at.
 */
final class Complaint {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String what;
  private long times;
  private long loggedNanos;

  /**
   * Of which nothing was said yet.
   *
   * @param site whose code it is
   * @param what what goes wrong
   */
  Complaint(Class<?> site, String what) {
    this.log = LoggerFactory.getLogger(site);
    this.what = what;
  }

  synchronized void about(Throwable failure) {
    times++;
    long now = System.nanoTime();
    if (times == 1) {
      warn(log, what, failure);
      loggedNanos = now;
    } else if (now - loggedNanos > INTERVAL_NANOS) {
      warn(log, what + ", " + times + " times by now: " + failure.getClass().getName(), null);
      loggedNanos = now;
    }
  }

  /** Tells the log of a failure; of one that can't be described, its class. */
  static void about(Class<?> site, String what, Throwable failure) {
    warn(LoggerFactory.getLogger(site), what, failure);
  }

  private static void warn(Logger log, String what, @Nullable Throwable failure) {
    try {
      log.warn("{}", what, failure);
    } catch (Throwable worse) {
      try {
        log.warn("{}: {}", what, failure == null ? "" : failure.getClass().getName());
      } catch (Throwable worst) {
        // nobody can be told
      }
    }
  }
}
