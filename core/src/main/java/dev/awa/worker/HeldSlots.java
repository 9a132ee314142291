package dev.awa.worker;

import dev.awa.engine.Ring;
import dev.awa.engine.Workers.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which segments the worker keeps from being pruned: those that its open runs and their claims lie
 * in. A segment is pruned only when every worker has announced, as of an epoch at or after the one
 * at which it was found drained, that it does not hold it. A claim call in flight may bring runs of
 * any segment, so nothing newer is announced than the epoch that was known when it began.
 */
final class HeldSlots {
  private static final long NO_CALL = Long.MAX_VALUE;

  private volatile AtomicIntegerArray open = new AtomicIntegerArray(Ring.SLOTS);
  private volatile long epoch;
  private volatile long callEpoch = NO_CALL;

  /** Keeps the segments of one run and its claim. */
  static final class Hold {
    private final AtomicIntegerArray open;
    private final short claimSlot;
    private final short runSlot;
    private final AtomicBoolean released = new AtomicBoolean();

    private Hold(AtomicIntegerArray open, short claimSlot, short runSlot) {
      this.open = open;
      this.claimSlot = claimSlot;
      this.runSlot = runSlot;
      add(1);
    }

    /** The closure of the run is committed. */
    void release() {
      if (released.compareAndSet(false, true)) {
        add(-1);
      }
    }

    private void add(int n) {
      add(claimSlot, n);
      add(runSlot, n);
    }

    /** What lies in the carry partition holds no segment. */
    private void add(short slot, int n) {
      if (slot >= 0) {
        open.addAndGet(slot, n);
      }
    }
  }

  /** A claim call begins: what it brings is not known until {@link #endCall}. */
  void beginCall() {
    callEpoch = epoch;
  }

  /** The runs that the call brought are held, or it is known that it brought none. */
  void endCall() {
    callEpoch = NO_CALL;
  }

  Hold take(short claimSlot, short runSlot) {
    return new Hold(open, claimSlot, runSlot);
  }

  /** The database said which epoch it is. */
  void epochIs(long now) {
    epoch = now;
  }

  /** The worker was declared dead: what it held is no longer its own. */
  void letGo() {
    open = new AtomicIntegerArray(Ring.SLOTS);
  }

  /**
   * What may be announced. The epoch is read first: whatever begins afterwards begins in a later
   * epoch.
   */
  Announcement announcement() {
    long announced = Math.min(epoch, callEpoch);
    AtomicIntegerArray now = open;
    List<Short> slots = new ArrayList<>();
    for (short slot = 0; slot < now.length(); slot++) {
      if (now.get(slot) > 0) {
        slots.add(slot);
      }
    }
    return new Announcement(announced, slots);
  }
}
