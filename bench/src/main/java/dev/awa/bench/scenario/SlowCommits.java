package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What producers reach where a commit takes 20 ms, as behind a synchronous standby: 24 clients
 * enqueue single jobs, while nobody sleeps, and while workers do. The server lets one transaction
 * that notifies commit at a time, so notifications must not be what producers queue up for. The
 * server waits before each flush of its log ({@code commit_delay}), with the lock of notifications
 * held, as it does for a standby.
 */
public final class SlowCommits implements Scenario {
  private static final int CLIENTS = 24;
  private static final String DELAY_MICROS = "20000";
  private static final int WARM_UP_MS = 3_000;

  @Override
  public String name() {
    return "slow-commits";
  }

  @Override
  public String about() {
    return CLIENTS
        + " clients enqueue beside 0, 1 and 8 idle workers, commits of 20 ms: jobs a second";
  }

  @Override
  public void run(Lab lab) throws Exception {
    double alone = measure(lab, 0);
    for (int workers : new int[] {1, 8}) {
      double rate = measure(lab, workers);
      lab.report(
          "with " + workers + " idle workers / without",
          "",
          Sample.of(rate / alone),
          Target.atLeast(0.8));
    }
  }

  private static double measure(Lab lab, int workers) throws Exception {
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      BenchQueue queue = lab.newQueue();
      slowDown(queue);
      List<Worker> idle = new ArrayList<>();
      try {
        for (int i = 0; i < workers; i++) {
          idle.add(start(queue));
        }
        rates.add(enqueue(queue, lab.sized(5, 20)));
      } finally {
        idle.forEach(Worker::close);
      }
      lab.server().dropQueues();
    }
    Sample sample = Sample.of(rates.stream().mapToDouble(Double::doubleValue).toArray());
    lab.report(workers + " workers, enqueued", "jobs/s", sample);
    return sample.median();
  }

  private static void slowDown(BenchQueue queue) throws SQLException {
    try (Connection connection = queue.connect()) {
      String database = "ALTER DATABASE " + connection.getCatalog();
      BenchQueue.sql(connection, database + " SET commit_delay = " + DELAY_MICROS);
      BenchQueue.sql(connection, database + " SET commit_siblings = 0");
    }
  }

  private static Worker start(BenchQueue queue) throws InterruptedException {
    Worker worker =
        Worker.of(queue.dataSource())
            .queue(SendEmail.QUEUE)
            .task(SendEmail.class, (email, context) -> {})
            .start();
    while (!worker.isHearing()) {
      Thread.sleep(10);
    }
    return worker;
  }

  private static double enqueue(BenchQueue queue, int seconds) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean counts = new AtomicBoolean();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Long>> enqueued = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        enqueued.add(clients.submit(client(queue, counts, done)));
      }
      Thread.sleep(WARM_UP_MS);
      counts.set(true);
      long begun = System.nanoTime();
      Thread.sleep(seconds * 1_000L);
      done.set(true);
      double took = EndToEnd.seconds(begun);
      long all = 0;
      for (Future<Long> one : enqueued) {
        all += one.get();
      }
      return all / took;
    }
  }

  private static Callable<Long> client(BenchQueue queue, AtomicBoolean counts, AtomicBoolean done) {
    return () -> {
      long enqueued = 0;
      try (Connection connection = queue.connect()) {
        while (!done.get()) {
          queue.awa().enqueue(connection, SendEmail.job(0));
          enqueued += counts.get() ? 1 : 0;
        }
      }
      return enqueued;
    };
  }
}
