package dev.awa.chaos.lab;

import java.util.concurrent.atomic.LongAdder;

/**
 * How the jobs that were taken must end, whatever goes wrong meanwhile: their scripts say it. Safe
 * for use by several threads.
 */
public final class Promised {
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();

  /** A job was taken. */
  void taken(Work work) {
    switch (work.lastEnding()) {
      case "fail" -> failed.increment();
      case "cancel" -> cancelled.increment();
      default -> completed.increment();
    }
  }

  /** A job that would have been completed was cancelled by its client, who was told so. */
  void cancelledByClient() {
    completed.decrement();
    cancelled.increment();
  }

  public long completed() {
    return completed.sum();
  }

  public long failed() {
    return failed.sum();
  }

  public long cancelled() {
    return cancelled.sum();
  }

  public long all() {
    return completed() + failed() + cancelled();
  }
}
