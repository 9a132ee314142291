package dev.awa.chaos.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits until something is the case. */
public final class Wait {
  private static final long STEP_NANOS = 5_000_000;

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
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(STEP_NANOS);
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
