package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as moments of this process, however long they are: one that never ends is the last. */
final class Bounds {
  /** A hundred years: far enough, and differences of nanoseconds can still tell it. */
  private static final long FOREVER_NANOS = TimeUnit.DAYS.toNanos(36_500);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

  private Bounds() {}

  /** In nanoseconds; saturates. */
  static long nanos(Duration duration) {
    return Math.min(FOREVER_NANOS, TimeUnit.NANOSECONDS.convert(duration));
  }

  /** As a timeout: the driver and the server count milliseconds, up to 24 days. */
  static Duration timeout(Duration duration) {
    return duration.compareTo(LONGEST_TIMEOUT) < 0 ? duration : LONGEST_TIMEOUT;
  }

  /** The moment after a duration, to be compared with {@link System#nanoTime} by difference. */
  static long after(Duration duration) {
    return System.nanoTime() + nanos(duration);
  }

  /** How long it is until a moment; zero when it is over. */
  static Duration until(long moment) {
    return Duration.ofNanos(Math.max(0, moment - System.nanoTime()));
  }
}
