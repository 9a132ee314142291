package dev.awa.bench.compare;

import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps a queue supplied as fast as it drains: four producers enqueue 1,000 jobs a call, as long as
 * no more than {@link #BOUND} jobs are in a call or wait to be run. The calls hold at most a fifth
 * of them, so the workers find the others.
 */
final class Supply implements AutoCloseable {
  /** As many as Awa, the quickest, runs in a few tenths of a second. */
  static final int BOUND = 20_000;

  /** Fewer waiting jobs than that may keep a worker waiting: none is given more workers. */
  static final int LOW = BOUND / 10;

  private static final int MANY = 1000;
  private static final int PRODUCERS = 4;
  private static final long REST_NANOS = 200_000;

  private final Load.Call call;
  private final Ledger ledger;
  private final AtomicLong committed;
  private final ReadWriteLock calls = new ReentrantReadWriteLock(true);
  private final Producers producers;
  private int next;

  private Supply(Load.Call call, Ledger ledger, int waiting) {
    this.call = call;
    this.ledger = ledger;
    next = waiting;
    committed = new AtomicLong(waiting);
    producers = Producers.start(PRODUCERS, this::produce);
  }

  /**
   * Begins to enqueue; it breaks when the ledger is full.
   *
   * @param waiting how many jobs, from 0 on, were enqueued before
   */
  static Supply start(Load.Call call, Ledger ledger, int waiting) {
    return new Supply(call, ledger, waiting);
  }

  /** What was enqueued until a moment, and what of it was durably finished then. */
  record Edge(long nanos, long committed, long finished) {
    long depth() {
      return committed - finished;
    }
  }

  private void produce() throws Exception {
    int from = take();
    if (from < 0) {
      LockSupport.parkNanos(REST_NANOS);
      return;
    }
    calls.readLock().lockInterruptibly();
    try {
      call.enqueue(from, MANY);
      committed.addAndGet(MANY);
    } finally {
      calls.readLock().unlock();
    }
  }

  /** The first number of the next call; -1 while there is enough. */
  private synchronized int take() {
    if (next + MANY - ledger.done() > BOUND) {
      return -1;
    }
    if (next + MANY > ledger.size()) {
      throw new IllegalStateException(
          "the queue is quicker than was thought: its ledger of "
              + ledger.size()
              + " jobs is full");
    }
    int from = next;
    next += MANY;
    return from;
  }

  /**
   * Counts in the database. No call is under way meanwhile, so that what was committed is known;
   * the workers go on.
   */
  Edge edge(Contender contender) throws Exception {
    calls.writeLock().lockInterruptibly();
    try {
      long now = System.nanoTime();
      return new Edge(now, committed.get(), committed.get() - contender.unfinished());
    } finally {
      calls.writeLock().unlock();
    }
  }

  /** Whether a producer has broken, which closing tells. */
  boolean isBroken() {
    return producers.isBroken();
  }

  long committed() {
    return committed.get();
  }

  /** How many jobs were committed and not run to their end. */
  long waiting() {
    return Math.max(0, committed.get() - ledger.done());
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    producers.close();
  }
}
