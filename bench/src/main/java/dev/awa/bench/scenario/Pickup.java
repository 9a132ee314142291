package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * How long a job waits on an idle worker: from the moment its enqueue has committed to the start of
 * its handler, both seen by this process. A handler that starts before the committing call has
 * returned waited for 0 ms.
 */
public final class Pickup implements Scenario {
  private static final int RATE = 200;
  private static final long INTERVAL_NANOS = 1_000_000_000L / RATE;
  private static final int WARM_UP = 2 * RATE;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "pickup";
  }

  @Override
  public String about() {
    return "latency from a single enqueue to its handler, " + RATE + " jobs/s";
  }

  /** Milliseconds a job waited: since its commit, and since before the call that enqueued it. */
  private record Waits(Sample sinceCommit, Sample sinceCall, Sample callTook) {}

  @Override
  public void run(Lab lab) throws Exception {
    int jobs = RATE * lab.sized(5, 15);
    List<Waits> rounds = new ArrayList<>();
    BenchQueue queue = lab.newQueue();
    for (int round = 0; round < lab.rounds(); round++) {
      rounds.add(measure(queue, jobs));
    }
    report(lab, "commit to handler, p50", rounds, w -> w.sinceCommit().median(), 3);
    lab.report("commit to handler, p95", "ms", of(rounds, w -> w.sinceCommit().quantile(0.95)));
    report(lab, "commit to handler, p99", rounds, w -> w.sinceCommit().quantile(0.99), 15);
    lab.report("commit to handler, max", "ms", of(rounds, w -> w.sinceCommit().most()));
    lab.report("call to handler, p50", "ms", of(rounds, w -> w.sinceCall().median()));
    lab.report("call to handler, p95", "ms", of(rounds, w -> w.sinceCall().quantile(0.95)));
    lab.report("call to handler, p99", "ms", of(rounds, w -> w.sinceCall().quantile(0.99)));
    lab.report("the enqueue call itself, p50", "ms", of(rounds, w -> w.callTook().median()));
  }

  private static void report(
      Lab lab, String measure, List<Waits> rounds, ToDoubleFunction<Waits> value, double most) {
    lab.report(measure, "ms", of(rounds, value), Target.atMost(most));
  }

  private static Sample of(List<Waits> rounds, ToDoubleFunction<Waits> value) {
    return Sample.of(rounds.stream().mapToDouble(value).toArray());
  }

  private static Waits measure(BenchQueue queue, int jobs) throws Exception {
    int all = WARM_UP + jobs;
    AtomicLongArray started = new AtomicLongArray(all);
    CountDownLatch left = new CountDownLatch(all);
    long[] called = new long[all];
    long[] committed = new long[all];
    try (Worker worker =
            Worker.of(queue.dataSource())
                .queue(SendEmail.QUEUE)
                .task(
                    SendEmail.class,
                    (email, context) -> {
                      started.set((int) email.number(), System.nanoTime());
                      left.countDown();
                    })
                .start();
        Connection connection = queue.connect()) {
      while (!worker.isHearing()) {
        Thread.sleep(10);
      }
      long due = System.nanoTime();
      for (int i = 0; i < all; i++) {
        due += INTERVAL_NANOS;
        waitUntil(due);
        called[i] = System.nanoTime();
        queue.awa().enqueue(connection, SendEmail.job(i));
        committed[i] = System.nanoTime();
      }
      left.await();
    }
    return waits(started, called, committed);
  }

  private static void waitUntil(long due) {
    long nanos = due - System.nanoTime();
    while (nanos > 0) {
      LockSupport.parkNanos(nanos);
      nanos = due - System.nanoTime();
    }
  }

  private static Waits waits(AtomicLongArray started, long[] called, long[] committed) {
    int all = called.length;
    double[] sinceCommit = new double[all];
    double[] sinceCall = new double[all];
    double[] callTook = new double[all];
    for (int i = WARM_UP; i < all; i++) {
      sinceCommit[i] = Math.max(0, started.get(i) - committed[i]) * MILLIS;
      sinceCall[i] = (started.get(i) - called[i]) * MILLIS;
      callTook[i] = (committed[i] - called[i]) * MILLIS;
    }
    return new Waits(warm(sinceCommit), warm(sinceCall), warm(callTook));
  }

  private static Sample warm(double[] values) {
    return Sample.of(Arrays.copyOfRange(values, WARM_UP, values.length));
  }
}
