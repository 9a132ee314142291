package dev.awa.worker;

import dev.awa.event.EndingsPileUp;
import dev.awa.event.Event;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Room for the ended runs that a worker holds until the database takes them. When there is none,
 * whoever brings another waits: so its attempt keeps its permit, and the worker claims no more.
 * Used by any thread.
 */
final class Room {
  private static final long FULL_TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Consumer<? super Event> events;
  private final int capacity;
  private final IntSupplier refused;
  private final Places room;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong fullToldNanos = new AtomicLong(System.nanoTime() - FULL_TOLD_NANOS);

  /** A semaphore that may owe places. */
  private static final class Places extends Semaphore {
    private static final long serialVersionUID = 1L;

    Places(int places) {
      super(places);
    }

    void owe(int places) {
      reducePermits(places);
    }
  }

  /**
   * Nothing is held.
   *
   * @param refused how many of those that are held the database refuses
   */
  Room(Consumer<? super Event> events, int capacity, IntSupplier refused) {
    this.events = events;
    this.capacity = capacity;
    this.refused = refused;
    this.room = new Places(capacity);
  }

  /** One more is held; waits until there is room for it. */
  void enter() {
    held.incrementAndGet();
    if (!room.tryAcquire()) {
      tellFull();
      room.acquireUninterruptibly();
    }
  }

  /** One more is held, whether there is room or not. */
  void enterAtOnce() {
    held.incrementAndGet();
    room.owe(1);
  }

  /** Waits until there is room for one more. */
  void await() {
    if (room.availablePermits() <= 0) {
      tellFull();
      room.acquireUninterruptibly();
      room.release();
    }
  }

  /** So many are stored, or are no longer this worker's to store. */
  void leave(int results) {
    held.addAndGet(-results);
    room.release(results);
  }

  /** Nobody waits any more. */
  void open() {
    room.release(Integer.MAX_VALUE / 2);
  }

  /** How many are held, those that wait for room among them. */
  int held() {
    return held.get();
  }

  private void tellFull() {
    long now = System.nanoTime();
    long last = fullToldNanos.get();
    if (now - last >= FULL_TOLD_NANOS && fullToldNanos.compareAndSet(last, now)) {
      events.accept(new EndingsPileUp(capacity, refused.getAsInt()));
    }
  }
}
