package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The threads of runs that have not begun: handlers occupy every processor. What a worker can't
 * begin another could, so it claims no more while one of them waits for a second, or four full
 * claims wait. The thread of a run that was put back counts until it has had its turn: it tells
 * when there are processors again. Used by any thread.
 *
 * <p>After runs were put back it claims as many as there are processors, and twice as many each
 * time those have begun within a second; otherwise handlers that compute for minutes would have all
 * that waits claimed and put back again each time that one of them ends.
 */
final class Unbegun {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 4 * Claimer.LARGEST_CLAIM;
  static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final LongSupplier nanoTime;
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  /** So many may wait, and so many one claim may bring. */
  private volatile int most = MOST;

  /** How many had been started at a moment: so many have to have begun a second later. */
  private long markedAt;

  private long marked;

  /** Whether any were started between the mark and the one before. */
  private boolean marksSome;

  /**
   * No thread has been started.
   *
   * @param nanoTime what the time is, in nanoseconds
   */
  Unbegun(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.markedAt = nanoTime.getAsLong();
  }

  /** A run is given a thread. */
  void starts() {
    started.incrementAndGet();
  }

  /** The thread of a run has begun, or it will never have one. */
  void begins() {
    begun.incrementAndGet();
  }

  /** Whether each thread has had its turn, also those of runs that were put back. */
  boolean areNone() {
    return begun.get() >= started.get();
  }

  /** How many runs one claim may bring. */
  int atOnce() {
    return Math.min(Claimer.LARGEST_CLAIM, most);
  }

  /** Whether no more may be claimed now. */
  boolean areTooMany() {
    long begunBy = begun.get();
    long startedBy = started.get();
    return areLate(begunBy, startedBy) || startedBy - begunBy >= most;
  }

  /** Runs were put back because they did not get to begin. */
  void werePutBack() {
    lock.lock();
    try {
      most = PROCESSORS;
      marksSome = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean areLate(long begunBy, long startedBy) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      if (begunBy < marked) {
        return now - markedAt > PATIENCE_NANOS;
      }
      if (marksSome && now - markedAt <= PATIENCE_NANOS) {
        most = Math.min(MOST, 2 * most);
      }
      marksSome = startedBy > marked;
      marked = startedBy;
      markedAt = now;
      return false;
    } finally {
      lock.unlock();
    }
  }
}
