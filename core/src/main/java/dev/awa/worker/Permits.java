package dev.awa.worker;

import java.util.concurrent.Semaphore;

/** How many handlers of a queue may run at once. A permit is taken before a run is claimed. */
final class Permits {
  private final int size;
  private final Free free;

  /** A semaphore that may owe permits. */
  private static final class Free extends Semaphore {
    private static final long serialVersionUID = 1L;

    Free(int permits) {
      super(permits);
    }

    void owe(int permits) {
      reducePermits(permits);
    }
  }

  Permits(int size) {
    this.size = size;
    this.free = new Free(size);
  }

  int free() {
    return free.availablePermits();
  }

  /** Takes as many as are free, at most {@code wanted}. */
  int takeUpTo(int wanted) {
    int take = Math.min(wanted, free.availablePermits());
    return take > 0 && free.tryAcquire(take) ? take : 0;
  }

  /** Takes permits that are not there, if need be: the next ones given back are owed. */
  void takeAnyway(int permits) {
    free.owe(permits);
  }

  /**
   * Whether enough are free to make a claim worth its cost: a quarter of them, or one after some
   * time.
   */
  boolean isWorthClaiming() {
    return free.availablePermits() >= Math.max(1, size / 4);
  }

  void giveBack(int permits) {
    free.release(permits);
  }
}
