package dev.awa.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for something that is bound to happen. Looks every few milliseconds; never sleeps longer.
 */
public final class Eventually {
  /** Long, because a busy machine is slow; what is bound to happen happens long before. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Eventually() {}

  /** Waits until the condition holds; fails with the message when it does not in time. */
  public static void holds(String message, Callable<Boolean> condition) {
    holds(() -> message, PATIENCE, condition);
  }

  /** Waits until the condition holds; fails with the message when it does not in time. */
  public static void holds(Supplier<String> message, Callable<Boolean> condition) {
    holds(message, PATIENCE, condition);
  }

  /** Waits until the condition holds; fails with the message when it does not in time. */
  public static void holds(
      Supplier<String> message, Duration patience, Callable<Boolean> condition) {
    long until = System.nanoTime() + patience.toNanos();
    while (!answer(condition)) {
      if (System.nanoTime() > until) {
        throw new AssertionError(message.get() + " (waited " + patience + ")");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean answer(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("the condition could not be looked at: " + e, e);
    }
  }
}
