package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a job waits between a failed attempt and the next. The default is {@link #exponential}.
 *
 * <p>{@link #after} is called on the thread of the attempt, at most once for each attempt. If the
 * attempt has a deadline, the call comes before the handler is called; otherwise it comes when the
 * attempt has failed.
 *
 * <p>{@link #exponential} takes its place when {@link #after} throws, returns null or a negative
 * time, or has not returned when the deadline of the attempt comes. A wait of more than 3650 days
 * is cut to 3650 days.
 */
@FunctionalInterface
public interface Backoff {
  /** The longest wait of {@link #exponential}: 24 hours. */
  Duration LONGEST = Duration.ofHours(24);

  /**
   * The wait after a failed attempt.
   *
   * @param attempt the number of the attempt that failed; the first is 1
   */
  Duration after(int attempt);

  /**
   * The default: 2^attempt seconds and up to 25 % more at random, 24 hours at most. So the wait is
   * about 2 s after the first attempt, 17 minutes after the tenth, and 18 hours or more after the
   * sixteenth.
   */
  static Backoff exponential() {
    return exponential(Duration.ofSeconds(2), LONGEST);
  }

  /**
   * A wait that is twice as long after each failed attempt, and up to 25 % more at random.
   *
   * @param first the wait after the first attempt, 0 to 3650 days
   * @param longest the longest wait, 0 to 3650 days; if it is no longer than the first, all waits
   *     are as long as this
   */
  static Backoff exponential(Duration first, Duration longest) {
    double firstSeconds = first.toMillis() / 1e3;
    double longestSeconds = longest.toMillis() / 1e3;
    return attempt -> {
      double seconds =
          firstSeconds
              * Math.pow(2, Math.clamp(attempt - 1L, 0, 60))
              * (1 + ThreadLocalRandom.current().nextDouble(0.25));
      return Duration.ofNanos((long) (Math.min(seconds, longestSeconds) * 1e9));
    };
  }

  /** The same wait after each attempt, 0 to 3650 days. */
  static Backoff fixed(Duration wait) {
    return attempt -> wait;
  }
}
