package dev.awa.worker;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Who the worker is to the database: a random id, which is given up when the worker is declared
 * dead. Random, because numbers from a sequence repeat after a failover.
 */
final class Identity {
  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<Self> self = new AtomicReference<>(new Self(another(), false));
  private final AtomicLong nonce = new AtomicLong(random.nextLong(1, 1L << 30) << 32);
  private volatile Runnable onFenced = () -> {};

  private record Self(long id, boolean fenced) {
    Self fenced(long dead) {
      return id == dead ? new Self(id, true) : this;
    }
  }

  /** An id that no worker has yet. */
  long another() {
    return random.nextLong(1, Long.MAX_VALUE);
  }

  /** What is woken when the worker is fenced. */
  void onFenced(Runnable action) {
    onFenced = action;
  }

  long workerId() {
    return self.get().id();
  }

  /**
   * A number for a call, higher than all before, so that a call that is settled settles those
   * before it. Begins at random, because numbers are given out again after a failover.
   */
  long nonce() {
    return nonce.incrementAndGet();
  }

  boolean isFenced() {
    return self.get().fenced();
  }

  /** Whether this is the worker's id and it is not known to be fenced. */
  boolean is(long id) {
    return self.get().equals(new Self(id, false));
  }

  /**
   * The database said that the worker of this id is dead. An answer that comes late, after a new
   * beginning, is about another.
   */
  void fenced(long dead) {
    if (self.updateAndGet(now -> now.fenced(dead)).fenced()) {
      onFenced.run();
    }
  }

  /** A new beginning, under an id that is registered already. */
  void become(long id) {
    self.set(new Self(id, false));
  }
}
