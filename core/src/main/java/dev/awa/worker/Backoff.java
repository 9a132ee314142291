package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt. Asked on the thread of the attempt, at most once: of
 * one that has a deadline before its handler is called, of others when they have failed. The usual
 * back-off counts instead when it throws, answers null or less than nothing, or has not answered
 * when the deadline comes. More than 3650 days are 3650 days.
 */
@FunctionalInterface
public interface Backoff {
  /** The longest wait of {@link #exponential}: 24 hours. */
  Duration LONGEST = Duration.ofHours(24);

  /** The wait after an attempt has failed, counted from 1. */
  Duration after(int attempt);

  /**
   * min(2^attempt seconds with up to 25 % added at random, 24 hours): 2 s at first, 18 h after
   * attempt 16.
   */
  static Backoff exponential() {
    return attempt -> {
      double seconds =
          Math.pow(2, Math.min(attempt, 17)) * (1 + ThreadLocalRandom.current().nextDouble(0.25));
      Duration wait = Duration.ofNanos((long) (seconds * 1e9));
      return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    };
  }

  /** Always the same wait. */
  static Backoff fixed(Duration wait) {
    return attempt -> wait;
  }
}
