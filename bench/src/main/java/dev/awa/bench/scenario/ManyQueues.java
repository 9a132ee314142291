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
    List<List<Ran>> runs = new ArrayList<>();
    counts.forEach(count -> runs.add(new ArrayList<>()));
    for (int round = 0; round < lab.rounds(); round++) {
      for (int i = 0; i < counts.size(); i++) {
        Ran ran = measure(lab, counts.get(i), jobs);
        lab.say(counts.get(i) + " queues: " + ran);
        runs.get(i).add(ran);
      }
    }
    Sample one = rates(runs.getFirst());
    for (int i = 0; i < counts.size(); i++) {
      String of = String.format("%,d %s", counts.get(i), i == 0 ? "queue" : "queues");
      lab.report(of, "jobs/s", rates(runs.get(i)));
      lab.report(of + ", jobs left when time was up", "jobs", left(runs.get(i)));
      if (i > 0) {
        lab.report(of + " / 1", "", rates(runs.get(i)).over(one));
      }
    }
  }

  /** What was done before all were done, or time was up. */
  private record Ran(double rate, long left) {}

  private static Sample rates(List<Ran> runs) {
    return Sample.of(runs.stream().map(Ran::rate).toList());
  }

  private static Sample left(List<Ran> runs) {
    return Sample.of(runs.stream().map(run -> (double) run.left()).toList());
  }

  /** From the first start of a handler to the last end, or until time is up. */
  private static Ran measure(Lab lab, int queues, int jobs) throws Exception {
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
      left.await(lab.sized(20, 60), TimeUnit.SECONDS);
      long open = left.getCount();
      if (open == jobs) {
        throw new IllegalStateException(
            queues + " queues: no job ran, running " + started.running());
      }
      return new Ran((jobs - open) / EndToEnd.seconds(first.get()), open);
    } finally {
      lab.server().dropQueues();
    }
  }
}
