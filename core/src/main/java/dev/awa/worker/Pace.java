package dev.awa.worker;

import java.time.Duration;

/** Says when something that is done now and then is due again. Used by one thread. */
final class Pace {
  private final long intervalNanos;
  private long doneNanos;

  Pace(Duration interval) {
    intervalNanos = interval.toNanos();
    hurry();
  }

  /** Whether it is due; if so, it counts as done now. */
  boolean isDue() {
    if (!isHurrying()) {
      return false;
    }
    doneNanos = System.nanoTime();
    return true;
  }

  /** Makes it due at once. */
  void hurry() {
    doneNanos = System.nanoTime() - intervalNanos;
  }

  /** Whether it would be due now. */
  boolean isHurrying() {
    return System.nanoTime() - doneNanos >= intervalNanos;
  }
}
