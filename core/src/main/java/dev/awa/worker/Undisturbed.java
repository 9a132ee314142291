package dev.awa.worker;

import java.time.Duration;

/**
 * Waits that no interrupt ends. The threads of a worker are its own: whoever interrupts one is code
 * of the application that reaches for threads it does not know, and wants nothing of the worker.
 */
final class Undisturbed {
  private Undisturbed() {}

  /** A wait, for so long at most. */
  interface Wait<T> {
    T within(Duration left) throws InterruptedException;
  }

  /** Waits, and goes on for what is left of the time when it is interrupted. */
  static <T> T within(Duration time, Wait<T> wait) {
    long until = Bounds.after(time);
    while (true) {
      try {
        return wait.within(Bounds.until(until));
      } catch (InterruptedException e) {
        // nobody here has asked for that
      }
    }
  }

  /** Lets a time pass. */
  static void rest(Duration time) {
    within(
        time,
        left -> {
          Thread.sleep(left);
          return true;
        });
  }
}
