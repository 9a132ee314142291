package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The runs that have a thread which has not begun: handlers occupy every processor. What a worker
 * can't begin another could, so it claims no more while one of them waits for a second, or four
 * full claims wait. Used by any thread.
 */
final class Unbegun {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 4 * Claimer.LARGEST_CLAIM;

  private final AtomicLong started = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  /** How many had been started at a moment: so many have to have begun a second later. */
  private long markedAt = System.nanoTime();

  private long marked;

  /** A run is given a thread. */
  void starts() {
    started.incrementAndGet();
  }

  /** The thread of a run has begun, or it will never have one. */
  void begins() {
    begun.incrementAndGet();
  }

  /** Whether no more may be claimed now. */
  boolean areTooMany() {
    long begunBy = begun.get();
    long startedBy = started.get();
    return startedBy - begunBy >= MOST || areLate(begunBy, startedBy);
  }

  private boolean areLate(long begunBy, long startedBy) {
    lock.lock();
    try {
      if (begunBy >= marked) {
        marked = startedBy;
        markedAt = System.nanoTime();
        return false;
      }
      return System.nanoTime() - markedAt > PATIENCE_NANOS;
    } finally {
      lock.unlock();
    }
  }
}
