package dev.awa.bench.scenario;

import dev.awa.Job;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the same number of jobs takes longer when it lies in many queues of one worker. */
public final class ManyQueues implements Scenario {
  private static final int CONCURRENCY = 2000;

  @Override
  public String name() {
    return "many-queues";
  }

  @Override
  public String about() {
    return "jobs a second from 1, 10, 100 and 1,000 queues of one worker";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int jobs = lab.sized(10_000, 100_000);
    measure(lab, 1, jobs); // warms this JVM up
    List<Integer> counts = List.of(1, 10, 100, 1000);
    List<List<Double>> rates = new ArrayList<>();
    counts.forEach(count -> rates.add(new ArrayList<>()));
    for (int round = 0; round < lab.rounds(); round++) {
      for (int i = 0; i < counts.size(); i++) {
        rates.get(i).add(measure(lab, counts.get(i), jobs));
      }
    }
    Sample one = Sample.of(rates.getFirst());
    for (int i = 0; i < counts.size(); i++) {
      String of = String.format("%,d %s", counts.get(i), i == 0 ? "queue" : "queues");
      lab.report(of, "jobs/s", Sample.of(rates.get(i)));
      if (i > 0) {
        lab.report(of + " / 1", "", Sample.of(rates.get(i)).over(one));
      }
    }
  }

  /** From the first start of a handler to the last end. */
  private static double measure(Lab lab, int queues, int jobs) throws Exception {
    BenchQueue bench = lab.newQueue();
    List<Job<SendEmail>> all = new ArrayList<>(jobs);
    for (int n = 0; n < jobs; n++) {
      all.add(SendEmail.job(n).withQueue("queue-" + n % queues));
    }
    bench.awa().copy(all.iterator(), enqueued -> {});
    lab.server().checkpoint();
    AtomicLong first = new AtomicLong();
    CountDownLatch left = new CountDownLatch(jobs);
    Worker.Builder worker =
        Worker.of(bench.dataSource())
            .task(
                SendEmail.class,
                (email, context) -> {
                  first.compareAndSet(0, System.nanoTime());
                  left.countDown();
                });
    for (int i = 0; i < queues; i++) {
      worker.queue("queue-" + i, Math.max(1, CONCURRENCY / queues));
    }
    try (Worker started = worker.start()) {
      if (!left.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            queues + " queues: " + left.getCount() + " jobs left, running " + started.running());
      }
      return jobs / EndToEnd.seconds(first.get());
    } finally {
      lab.server().dropQueues();
    }
  }
}
