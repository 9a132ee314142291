package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.ClaimTimer;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * 5,000 jobs/s into a queue whose 64 handlers of 75 ms can do 853: the backlog grows all the time,
 * while one transaction stays open that has read the logs, and after it. What counts is that the
 * worker and the producer go on as fast at the end, with millions waiting, as at the beginning.
 */
public final class Overload implements Scenario {
  private static final int RATE = 5_000;
  private static final int CALLS_A_SECOND = 100;
  private static final int HANDLERS = 64;
  private static final long HANDLER_NANOS = 75_000_000;
  private static final long LOOK_NANOS = 100_000_000;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public String about() {
    return "5,000 jobs/s to 64 handlers that do 853, beside a transaction that has read the logs";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int heldParts = lab.isLong() ? 25 : lab.sized(2, 4);
    int afterParts = lab.isLong() ? 5 : lab.sized(1, 2);
    int seconds = lab.isLong() ? 60 : lab.sized(5, 30);
    BenchQueue queue = lab.newQueue();
    Run run = new Run(queue);
    try (Connection producer = queue.connect();
        Worker worker = run.worker();
        LockLooks looks = LockLooks.begin(queue, LOOK_NANOS)) {
      run.part(producer, 2); // warms up
      try (Connection reader = queue.connect()) {
        reader.setAutoCommit(false);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        BenchQueue.number(reader, "SELECT count(*) FROM awa.jobs"); // holds the locks of the logs
        report(lab, "held, at first, ", run, producer, seconds);
        for (int i = 2; i < heldParts; i++) {
          run.part(producer, seconds);
        }
        report(lab, "held, at last, ", run, producer, seconds);
        reader.rollback();
      }
      for (int i = 1; i < afterParts; i++) {
        run.part(producer, seconds);
      }
      report(lab, "after, at last, ", run, producer, seconds);
      lab.report("looks at locks", "", (double) looks.looks());
      lab.report("looks that saw somebody wait", "", (double) looks.waits());
      run.end();
    }
  }

  private static void report(Lab lab, String when, Run run, Connection producer, int seconds)
      throws SQLException {
    Part part = run.part(producer, seconds);
    lab.report(when + "enqueued", "jobs/s", part.enqueuedASecond());
    lab.report(when + "handlers ended", "jobs/s", part.endedASecond());
    lab.report(when + "waiting at the end", "jobs", part.waiting());
    lab.report(when + "a claim, p50", "ms", part.claims().median());
    lab.report(when + "a claim, p99", "ms", part.claims().quantile(0.99));
    lab.report(when + "enqueue of 50, p50", "ms", part.calls().median());
    lab.report(when + "enqueue of 50, p99", "ms", part.calls().quantile(0.99));
    lab.report(when + "tables and indexes", "MB", part.megabytes());
  }

  /** What was seen while the load went on for some seconds. */
  private record Part(
      double enqueuedASecond,
      double endedASecond,
      double waiting,
      Sample claims,
      Sample calls,
      double megabytes) {}

  /** The load, from its first job to its last. */
  private static final class Run {
    private final BenchQueue queue;
    private final ClaimTimer claims = new ClaimTimer();
    private final AtomicInteger ended = new AtomicInteger();
    private int enqueued;
    private volatile boolean over;

    Run(BenchQueue queue) {
      this.queue = queue;
    }

    Worker worker() {
      return Worker.of(claims.timing(queue.dataSource()))
          .queue(SendEmail.QUEUE, HANDLERS)
          .task(SendEmail.class, (email, context) -> handle())
          .start();
    }

    private void handle() {
      long until = System.nanoTime() + HANDLER_NANOS;
      while (!over && System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      ended.incrementAndGet();
    }

    /** The load, for so many seconds. */
    Part part(Connection producer, int seconds) throws SQLException {
      claims.clear();
      int before = enqueued;
      int endedBefore = ended.get();
      List<Double> calls = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < seconds * CALLS_A_SECOND; i++) {
        SteadyLoad.waitUntil(begun + i * (1_000_000_000L / CALLS_A_SECOND));
        calls.add(enqueue(producer));
      }
      double took = (System.nanoTime() - begun) * 1e-9;
      return new Part(
          (enqueued - before) / took,
          (ended.get() - endedBefore) / took,
          (double) enqueued - ended.get(),
          claims.millis(),
          Sample.of(calls),
          BenchQueue.number(producer, Held.BYTES) / 1e6);
    }

    private double enqueue(Connection producer) {
      int batch = RATE / CALLS_A_SECOND;
      long begun = System.nanoTime();
      queue.awa().enqueueAll(producer, SendEmail.jobs(enqueued, batch));
      enqueued += batch;
      return (System.nanoTime() - begun) * MILLIS;
    }

    /** The handlers end at once from now on. */
    void end() {
      over = true;
    }
  }
}
