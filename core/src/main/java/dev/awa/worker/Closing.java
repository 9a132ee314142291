package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The shutdown of a worker, on a thread of its own, once; whoever closes the worker waits for it.
 * One who is interrupted, before or while waiting, waits no longer than it takes without patience.
 */
final class Closing {
  /** What is left for the database when nobody wants to wait. */
  static final Duration HURRY = Duration.ofSeconds(2);

  private static final Duration LOOKS = Duration.ofMillis(1);

  private final String worker;
  private final Runnable shutDown;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean hurried;
  private volatile long hurriedNanos;

  /**
   * Nobody has closed the worker yet.
   *
   * @param shutDown what is done; returns in bounded time and throws nothing
   */
  Closing(String worker, Runnable shutDown) {
    this.worker = worker;
    this.shutDown = shutDown;
  }

  /** Begins, unless it has begun. Waits for nothing. */
  void begin() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    Runnable run =
        () -> {
          try {
            shutDown.run();
          } finally {
            over.countDown();
          }
        };
    try {
      Thread thread = Loop.thread(worker + " shutdown", run);
      thread.setDaemon(false); // the process lives until it is over
      thread.start();
    } catch (Throwable e) {
      runHere(run); // there is no thread for it
    }
  }

  /** On the thread of whoever closes the worker: an interrupt of that one counts. */
  private void runHere(Runnable run) {
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      hurry();
    }
    run.run();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it is over. An interrupt is kept for whoever asked. */
  void await() {
    boolean interrupted = false;
    boolean waiting = true;
    while (waiting) {
      try {
        over.await();
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
        hurry();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void hurry() {
    if (!hurried) {
      hurriedNanos = System.nanoTime();
      hurried = true;
    }
  }

  /** Whether that was so long ago. */
  boolean isHurriedFor(Duration time) {
    return hurried && System.nanoTime() - hurriedNanos > time.toNanos();
  }

  /** Whether somebody has been interrupted who waits: nothing is worth a pause any more. */
  boolean isHurried() {
    return hurried;
  }

  /** Waits until something holds or a moment has come; when it is hurried, for a moment only. */
  boolean awaitBriefly(BooleanSupplier condition, long until) {
    while (!condition.getAsBoolean() && !isHurriedFor(HURRY) && System.nanoTime() - until < 0) {
      Undisturbed.rest(LOOKS);
    }
    return condition.getAsBoolean();
  }

  /**
   * Waits until something holds or a moment has come, and no longer when it is hurried; whether it
   * holds.
   */
  boolean await(BooleanSupplier condition, long until, Runnable meanwhile) {
    while (!condition.getAsBoolean() && !hurried && System.nanoTime() - until < 0) {
      Undisturbed.rest(LOOKS);
      meanwhile.run();
    }
    return condition.getAsBoolean();
  }
}
