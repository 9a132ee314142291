package dev.awa.lab;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something that is bound to happen. Between two looks it rests for twice as long as a
 * look takes, so that who waits does not keep others from bringing it about. A look that throws
 * counts as no; what the last one has thrown is the cause of what is thrown in the end.
 */
public final class Eventually {
  /** Long, because a busy machine is slow; what is bound to happen happens long before. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long SHORTEST_REST_NANOS = 5_000_000;

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
  public static void holds(String message, Duration patience, Callable<Boolean> condition) {
    holds(() -> message, patience, condition);
  }

  /**
   * Waits until the condition holds.
   *
   * @throws IllegalStateException with the message when it does not in time
   */
  public static void holds(
      Supplier<String> message, Duration patience, Callable<Boolean> condition) {
    long until = System.nanoTime() + patience.toNanos();
    @Nullable Exception last;
    do {
      long begun = System.nanoTime();
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(Math.max(SHORTEST_REST_NANOS, 2 * (System.nanoTime() - begun)));
    } while (System.nanoTime() < until);
    throw new IllegalStateException(
        "waited for %d s in vain: %s".formatted(patience.toSeconds(), message.get()), last);
  }
}
