package dev.awa.pace;

import java.time.Duration;

/** Says when something that is done now and then is due again. Used by one thread. */
public final class Pace {
  private static final int SHARE = 100;

  private final long intervalNanos;
  private long begunNanos;
  private long dueNanos = System.nanoTime();

  /** Due at once, then after each such time. */
  public Pace(Duration interval) {
    intervalNanos = interval.toNanos();
  }

  /** Whether it is due; if so, it counts as done now. */
  public boolean isDue() {
    long now = System.nanoTime();
    if (now - dueNanos < 0) {
      return false;
    }
    begunNanos = now;
    dueNanos = begunNanos + intervalNanos;
    return true;
  }

  /**
   * What was due has been done, and took some time: it must not take more than a hundredth of all
   * time, so it is due later when it took long.
   */
  public void took() {
    long now = System.nanoTime();
    dueNanos = Math.max(dueNanos, now + SHARE * (now - begunNanos));
  }
}
