package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Jobs at a rate that does not change, for a worker here, and how long each waited for it. */
final class SteadyLoad {
  private static final int BATCHES_A_SECOND = 200;
  private static final int CONCURRENCY = 200;
  private static final double MILLIS = 1e-6;

  private final BenchQueue queue;
  private final int rate;
  private final AtomicLongArray started;
  private final long[] committed;
  private final AtomicInteger enqueued = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch left;

  /** A load that has not begun: at the rate, until so many jobs were enqueued. */
  SteadyLoad(BenchQueue queue, int rate, int jobs) {
    this.queue = queue;
    this.rate = rate;
    this.started = new AtomicLongArray(jobs);
    this.committed = new long[jobs];
    this.left = new CountDownLatch(jobs);
  }

  /** A worker that runs it and hears of new jobs. */
  Worker worker() throws InterruptedException {
    Worker worker =
        Worker.of(queue.dataSource())
            .queue(SendEmail.QUEUE, CONCURRENCY)
            .task(SendEmail.class, (email, context) -> begun((int) email.number()))
            .start();
    while (!worker.isHearing()) {
      Thread.sleep(10);
    }
    return worker;
  }

  private void begun(int job) {
    started.set(job, System.nanoTime());
    done.incrementAndGet();
    left.countDown();
  }

  /** Enqueues all of it, in 200 batches a second, and waits until a handler has had each. */
  void run(Connection connection) throws InterruptedException {
    int batch = rate / BATCHES_A_SECOND;
    long due = System.nanoTime();
    for (int n = 0; n < committed.length; n += batch) {
      due += 1_000_000_000L / BATCHES_A_SECOND;
      waitUntil(due);
      queue.awa().enqueueAll(connection, SendEmail.jobs(n, batch));
      Arrays.fill(committed, n, n + batch, System.nanoTime());
      enqueued.addAndGet(batch);
    }
    left.await();
  }

  /** Waits for a moment of {@link System#nanoTime}. */
  static void waitUntil(long due) {
    long nanos = due - System.nanoTime();
    while (nanos > 0) {
      LockSupport.parkNanos(nanos);
      nanos = due - System.nanoTime();
    }
  }

  /** How many jobs are enqueued. Asked by any thread. */
  int enqueued() {
    return enqueued.get();
  }

  /** How many jobs wait for a handler. Asked by any thread. */
  int waiting() {
    return Math.max(0, enqueued.get() - done.get());
  }

  /** Milliseconds from commit to handler, of the jobs from one number to another. */
  Sample waits(int from, int to) {
    double[] waits = new double[to - from];
    for (int i = 0; i < waits.length; i++) {
      waits[i] = Math.max(0, started.get(from + i) - committed[from + i]) * MILLIS;
    }
    return Sample.of(waits);
  }

  /** Handlers begun a second, among the jobs from one number to another. */
  double startedASecond(int from, int to) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      first = Math.min(first, started.get(i));
      last = Math.max(last, started.get(i));
    }
    return (to - from) * 1e9 / Math.max(1, last - first);
  }
}
