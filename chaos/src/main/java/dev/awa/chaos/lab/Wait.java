package dev.awa.chaos.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass, where the passing of time is the point. */
public final class Wait {
  private Wait() {}

  public static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
