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
    return attempt -> {
      double seconds =
          Math.pow(2, Math.min(attempt, 17)) * (1 + ThreadLocalRandom.current().nextDouble(0.25));
      Duration wait = Duration.ofNanos((long) (seconds * 1e9));
      return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    };
  }

  /** The same wait after each attempt, 0 to 3650 days. */
  static Backoff fixed(Duration wait) {
    return attempt -> wait;
  }
}
