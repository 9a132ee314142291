package dev.awa.worker;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who the worker is to the database: a random id, which is given up when the worker is declared
 * dead. Random, because numbers from a sequence repeat after a failover.
 */
final class Identity {
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong workerId = new AtomicLong(next());
  private final AtomicLong nonce = new AtomicLong(random.nextLong(1, 1L << 30) << 32);
  private volatile boolean fenced;
  private volatile Runnable onFenced = () -> {};

  /** An id that no worker has yet. */
  long another() {
    return next();
  }

  private long next() {
    return random.nextLong(1, Long.MAX_VALUE);
  }

  /** What is woken when the worker is fenced. */
  void onFenced(Runnable action) {
    onFenced = action;
  }

  long workerId() {
    return workerId.get();
  }

  /**
   * A number for a call, higher than all before, so that a call that is settled settles those
   * before it. Begins at random, because numbers are given out again after a failover.
   */
  long nonce() {
    return nonce.incrementAndGet();
  }

  boolean isFenced() {
    return fenced;
  }

  /** Whether the worker goes by this id, for all that it knows. */
  boolean is(long id) {
    return !fenced && workerId.get() == id;
  }

  /** The database said that this worker is dead. */
  void fenced() {
    fenced = true;
    onFenced.run();
  }

  /** A new beginning, under an id that is registered already. */
  void become(long id) {
    workerId.set(id);
    fenced = false;
  }
}
