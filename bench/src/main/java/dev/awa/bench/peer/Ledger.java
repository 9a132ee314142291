package dev.awa.bench.peer;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * What happened to each job, by its number: when it was due, committed, started and ended, how
 * often, and who has it. All times are those of {@link System#nanoTime}; a time of 0 means that it
 * has not happened.
 *
 * <p>A ledger may be shared by processes of this machine through a file. What a process has noted
 * outlives it, however it ends, and their clocks are one.
 */
public final class Ledger {
  private static final long LOOK_NANOS = 500_000;
  private static final VarHandle CELL =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  // The counters have a cache line each.
  private static final int DONE = 0;
  private static final int REPEATED = 64;
  private static final int FIRST_START = 128;
  private static final int HEADER = 192;

  // What is noted of a job.
  private static final int COMMITTED = 0;
  private static final int STARTED = 8;
  private static final int ENDED = 16;
  private static final int MARKS = 24;
  private static final int WIDTH = 32;

  // The marks: how often it was started and run to its end, and by whom it was started last.
  private static final long ONE_START = 1;
  private static final int ENDS = 16;
  private static final int HOLDER = 32;
  private static final long COUNT = 0xffff;

  /** The most jobs that a ledger has room for. */
  public static final int MOST = (Integer.MAX_VALUE - HEADER) / WIDTH;

  private final ByteBuffer cells;
  private final int jobs;
  private volatile long first;
  private volatile double nanosPerJob;

  /** A ledger of jobs 0 to {@code jobs - 1}. */
  public Ledger(int jobs) {
    this(ByteBuffer.allocateDirect(Math.toIntExact(bytes(jobs))), jobs);
  }

  private Ledger(ByteBuffer cells, int jobs) {
    this.cells = cells;
    this.jobs = jobs;
  }

  /** A ledger in a file, which is made when it is not there. */
  public static Ledger shared(Path file, int jobs) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Ledger(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes(jobs)), jobs);
    }
  }

  private static long bytes(int jobs) {
    return HEADER + (long) jobs * WIDTH;
  }

  public int size() {
    return jobs;
  }

  /** The n-th job is due n / rate after a moment. */
  public void due(long firstNanos, double jobsPerSecond) {
    first = firstNanos;
    nanosPerJob = 1e9 / jobsPerSecond;
  }

  /** The call that enqueued the job returned then. */
  public void committed(long n, long nanos) {
    CELL.setVolatile(cells, at(n, COMMITTED), nanos);
  }

  /** The handler of the job starts; answers how often it did, this time included. */
  public int starts(long n, long nanos, int holder) {
    if (CELL.compareAndSet(cells, at(n, STARTED), 0L, nanos)) {
      CELL.compareAndSet(cells, FIRST_START, 0L, nanos);
    }
    int marks = at(n, MARKS);
    while (true) {
      long old = get(marks);
      long counts = (old & (COUNT | COUNT << ENDS)) + ONE_START;
      if (CELL.compareAndSet(cells, marks, old, counts | (long) holder << HOLDER)) {
        return (int) (counts & COUNT);
      }
    }
  }

  /** The handler of the job is at its end. A second end of a job is counted as such. */
  public void ends(long n, long nanos) {
    long unused = (long) CELL.getAndAdd(cells, at(n, MARKS), 1L << ENDS);
    boolean isFirst = CELL.compareAndSet(cells, at(n, ENDED), 0L, nanos);
    unused = (long) CELL.getAndAdd(cells, isFirst ? DONE : REPEATED, 1L);
  }

  /** The handler of the job ran from then to then. */
  public void ran(long n, long from, long to) {
    int unused = starts(n, from, 0);
    ends(n, to);
  }

  /** How many jobs a handler has run to its end. */
  public long done() {
    return get(DONE);
  }

  /** How often a job was run to its end that had been before. */
  public long repeated() {
    return get(REPEATED);
  }

  /** When the first handler started; 0 when none has. */
  public long firstStart() {
    return get(FIRST_START);
  }

  public long dueAt(int n) {
    return first + (long) (n * nanosPerJob);
  }

  public long committedAt(int n) {
    return get(at(n, COMMITTED));
  }

  public long startedAt(int n) {
    return get(at(n, STARTED));
  }

  public long endedAt(int n) {
    return get(at(n, ENDED));
  }

  /** How often a handler was started with the job. */
  public int startsOf(int n) {
    return (int) (get(at(n, MARKS)) & COUNT);
  }

  /** How often a handler has run the job to its end. */
  public int endsOf(int n) {
    return (int) (get(at(n, MARKS)) >>> ENDS & COUNT);
  }

  /** Who started the job last. */
  public int holderOf(int n) {
    return (int) (get(at(n, MARKS)) >>> HOLDER);
  }

  private static int at(long n, int field) {
    return Math.toIntExact(HEADER + n * WIDTH + field);
  }

  private long get(int index) {
    return (long) CELL.getVolatile(cells, index);
  }

  /** Waits until so many jobs are done, or until a moment; answers whether they are. */
  public boolean await(long jobsDone, long until) {
    while (done() < jobsDone) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
