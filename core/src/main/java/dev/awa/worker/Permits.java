package dev.awa.worker;

import java.util.concurrent.Semaphore;

/** How many handlers of a queue may run at once. A permit is taken before a run is claimed. */
final class Permits {
  private volatile int size;
  private final Free free;
  private volatile boolean missed;

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

  /**
   * Another number of handlers may run at once from now on. Where more run, what runs is finished,
   * and no permit is free until fewer do. Called by one thread.
   */
  void resize(int handlers) {
    int more = handlers - size;
    size = handlers;
    if (more > 0) {
      free.release(more);
    } else {
      free.owe(-more);
    }
  }

  /** Whether any are free. If not, they are missed until some are taken. */
  boolean areFree() {
    if (free.availablePermits() > 0) {
      return true;
    }
    missed = true;
    return free.availablePermits() > 0; // given back before anybody could know
  }

  /** Takes as many as are free, at most {@code wanted}. */
  int takeUpTo(int wanted) {
    if (!areFree()) {
      return 0;
    }
    int take = Math.min(wanted, free.availablePermits());
    if (take <= 0 || !free.tryAcquire(take)) {
      return 0;
    }
    missed = false;
    return take;
  }

  /** Takes permits even if none are free; their number may go below zero. */
  void takeAnyway(int permits) {
    free.owe(permits);
  }

  /**
   * Whether permits were missed and enough are free by now to make a claim worth its cost: a
   * quarter of them.
   */
  boolean isWorthClaiming() {
    return missed && free.availablePermits() >= Math.max(1, size / 4);
  }

  void giveBack(int permits) {
    free.release(permits);
  }
}
