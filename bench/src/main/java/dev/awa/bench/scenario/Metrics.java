package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.event.Event;
import dev.awa.metrics.MicrometerMetrics;
import dev.awa.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** What metrics cost: a backlog is drained with them and without them, in turns. */
public final class Metrics implements Scenario {
  private static final int CONCURRENCY = 500;
  private static final int THOUSAND = 1000;

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String about() {
    return "a backlog drained with the metrics listener and without it: jobs/s, CPU a job";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int jobs = lab.sized(20_000, 200_000);
    drain(lab, jobs, false); // warms this JVM up
    drain(lab, jobs, true);
    List<Drained> without = new ArrayList<>();
    List<Drained> with = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      boolean first = round % 2 == 0;
      (first ? with : without).add(drain(lab, jobs, first));
      (first ? without : with).add(drain(lab, jobs, !first));
    }
    report(lab, "drain", "jobs/s", with, without, Drained::rate);
    report(lab, "CPU of client and load per 1,000", "s", with, without, Drained::client);
    report(lab, "CPU of server per 1,000", "s", with, without, Drained::server);
  }

  private static void report(
      Lab lab,
      String what,
      String unit,
      List<Drained> with,
      List<Drained> without,
      ToDoubleFunction<Drained> of) {
    Sample on = Sample.of(with.stream().map(of::applyAsDouble).toList());
    Sample off = Sample.of(without.stream().map(of::applyAsDouble).toList());
    lab.report(what + ", without metrics", unit, off);
    lab.report(what + ", with metrics", unit, on);
    lab.report(what + ", with / without", "", on.over(off));
  }

  /** CPU in seconds, of a thousand jobs. */
  private record Drained(double rate, double client, double server) {}

  private static Drained drain(Lab lab, int jobs, boolean measured) throws Exception {
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
    if (measured) {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      worker.listen(Event.class, MicrometerMetrics.of(registry).reading(bench.awa()).build());
    }
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
