package dev.awa.bench.peer;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What happened to each job, by its number: when it was due, committed, started and ended. All
 * times are those of {@link System#nanoTime}; a time of 0 means that it has not happened.
 */
public final class Ledger {
  private static final long LOOK_NANOS = 500_000;

  private final AtomicLongArray committed;
  private final AtomicLongArray started;
  private final AtomicLongArray ended;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong firstStart = new AtomicLong();
  private volatile long first;
  private volatile double nanosPerJob;
  private final LongAdder repeated = new LongAdder();

  /** A ledger of jobs 0 to {@code jobs - 1}. */
  public Ledger(int jobs) {
    committed = new AtomicLongArray(jobs);
    started = new AtomicLongArray(jobs);
    ended = new AtomicLongArray(jobs);
  }

  public int size() {
    return started.length();
  }

  /** The n-th job is due n / rate after a moment. */
  public void due(long firstNanos, double jobsPerSecond) {
    first = firstNanos;
    nanosPerJob = 1e9 / jobsPerSecond;
  }

  /** The call that enqueued the job returned then. */
  public void committed(long n, long nanos) {
    committed.set((int) n, nanos);
  }

  /** The handler of the job ran from then to then. A second run of a job is counted as such. */
  public void ran(long n, long from, long to) {
    int job = (int) n;
    if (started.compareAndSet(job, 0, from)) {
      firstStart.compareAndSet(0, from);
      ended.set(job, to);
      done.incrementAndGet();
    } else {
      repeated.increment();
    }
  }

  /** How many jobs a handler has run to its end. */
  public long done() {
    return done.get();
  }

  /** How often a job was run that had been run before. */
  public long repeated() {
    return repeated.sum();
  }

  /** When the first handler started; 0 when none has. */
  public long firstStart() {
    return firstStart.get();
  }

  public long dueAt(int n) {
    return first + (long) (n * nanosPerJob);
  }

  public long committedAt(int n) {
    return committed.get(n);
  }

  public long startedAt(int n) {
    return started.get(n);
  }

  public long endedAt(int n) {
    return ended.get(n);
  }

  /** Waits until so many jobs are done, or until a moment; answers whether they are. */
  public boolean await(long jobs, long until) {
    while (done.get() < jobs) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
