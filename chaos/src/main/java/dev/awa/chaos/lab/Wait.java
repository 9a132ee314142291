package dev.awa.chaos.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits until something is the case. Between two looks it rests for twice as long as a look takes,
 * so that who waits does not keep others from bringing it about.
 */
public final class Wait {
  private static final long SHORTEST_REST_NANOS = 5_000_000;

  private Wait() {}

  /** Something that may be the case. What it throws counts as no. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  public static void until(String what, Duration patience, Condition condition) {
    until(() -> what, patience, condition);
  }

  /**
   * Waits.
   *
   * @throws IllegalStateException when the patience is over
   */
  public static void until(Supplier<String> what, Duration patience, Condition condition) {
    long until = System.nanoTime() + patience.toNanos();
    Exception last = null;
    while (System.nanoTime() < until) {
      long begun = System.nanoTime();
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(Math.max(SHORTEST_REST_NANOS, 2 * (System.nanoTime() - begun)));
    }
    throw new IllegalStateException(
        "waited for %d s in vain: %s".formatted(patience.toSeconds(), what.get()), last);
  }

  /** Lets time pass, where the passing of time is the point. */
  public static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
