package dev.awa.worker;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Something that may go wrong for every job, logged so that an hour of it is a page: the first time
 * with its stack trace, then at most once a minute with how often it was.
 */
final class Complaint {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String what;
  private long times;
  private long loggedNanos;

  Complaint(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  synchronized void about(Throwable failure) {
    times++;
    long now = System.nanoTime();
    if (times == 1) {
      log.warn("{}", what, failure);
      loggedNanos = now;
    } else if (now - loggedNanos > INTERVAL_NANOS) {
      log.warn("{}, {} times by now: {}", what, times, failure.getClass().getName());
      loggedNanos = now;
    }
  }
}
