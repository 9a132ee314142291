package dev.awa.worker;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How many runs a second a worker claims, counted in windows of a second that begin anew after a
 * pause: what comes after it says nothing of the time before.
 */
final class Arrivals {
  private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

  private long lastNanos = System.nanoTime();
  private long windowNanos = lastNanos;
  private int claimed;

  /** So many came. Answers how many a second did, when a window is over. */
  OptionalDouble came(int runs, long now) {
    if (now - lastNanos > WINDOW_NANOS) {
      windowNanos = now;
      claimed = 0;
    }
    lastNanos = now;
    claimed += runs;
    long took = now - windowNanos;
    if (took <= WINDOW_NANOS) {
      return OptionalDouble.empty();
    }
    double rate = (double) claimed * WINDOW_NANOS / took;
    windowNanos = now;
    claimed = 0;
    return OptionalDouble.of(rate);
  }

  /** Since when none has come. */
  Duration pause() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }
}
