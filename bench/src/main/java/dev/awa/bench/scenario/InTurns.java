package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** A backlog is drained with something and without it, in turns: what that costs. */
final class InTurns {
  private static final int CONCURRENCY = 500;
  private static final int THOUSAND = 1000;

  private final Lab lab;
  private final String what;
  private final Way with;
  private final Way without;

  /**
   * Two ways to drain it.
   *
   * @param what the difference, in the plural
   */
  InTurns(Lab lab, String what, Way with, Way without) {
    this.lab = lab;
    this.what = what;
    this.with = with;
    this.without = without;
  }

  /** How a worker is set up. */
  interface Way {
    void set(Worker.Builder worker, BenchQueue bench);
  }

  /** Drains a backlog so many times, and reports. */
  void drain() throws Exception {
    int jobs = lab.sized(20_000, 200_000);
    drain(jobs, without); // warms this JVM up
    drain(jobs, with);
    List<Drained> off = new ArrayList<>();
    List<Drained> on = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      boolean first = round % 2 == 0;
      (first ? on : off).add(drain(jobs, first ? with : without));
      (first ? off : on).add(drain(jobs, first ? without : with));
    }
    report("drain", "jobs/s", on, off, Drained::rate);
    report("CPU of client and load per 1,000", "s", on, off, Drained::client);
    report("CPU of server per 1,000", "s", on, off, Drained::server);
  }

  private void report(
      String figure,
      String unit,
      List<Drained> on,
      List<Drained> off,
      ToDoubleFunction<Drained> of) {
    Sample had = Sample.of(on.stream().map(of::applyAsDouble).toList());
    Sample lacked = Sample.of(off.stream().map(of::applyAsDouble).toList());
    lab.report(figure + ", without " + what, unit, lacked);
    lab.report(figure + ", with " + what, unit, had);
    lab.report(figure + ", with / without", "", had.over(lacked));
  }

  /** CPU in seconds, of a thousand jobs. */
  private record Drained(double rate, double client, double server) {}

  private Drained drain(int jobs, Way way) throws Exception {
    BenchQueue bench = lab.newQueue();
    bench.awa().copy(SendEmail.jobs(0, jobs).iterator(), enqueued -> {});
    lab.server().checkpoint();
    AtomicLong first = new AtomicLong();
    CountDownLatch left = new CountDownLatch(jobs);
    Worker.Builder worker =
        Worker.of(bench.dataSource())
            .queue(SendEmail.QUEUE, CONCURRENCY)
            .task(
                SendEmail.class,
                (email, context) -> {
                  first.compareAndSet(0, System.nanoTime());
                  left.countDown();
                });
    way.set(worker, bench);
    CpuMeter cpu = lab.startCpuMeter();
    try (Worker started = worker.start()) {
      if (!left.await(lab.sized(60, 120), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            left.getCount() + " jobs were left when time was up, running " + started.running());
      }
      double seconds = EndToEnd.seconds(first.get());
      bench.awaitClosed(jobs);
      CpuMeter.Used used = lab.stop(cpu);
      double thousands = (double) jobs / THOUSAND;
      return new Drained(jobs / seconds, used.client() / thousands, used.server() / thousands);
    } finally {
      lab.server().dropQueues();
    }
  }
}
