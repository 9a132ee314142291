package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * What a job costs when many workers of its queue are idle: ten single jobs a second, by calls of
 * the server's functions, by its CPU, and by the time from commit to start. What the same workers
 * take while nothing comes (they beat, for instance) is measured right before and told apart.
 * Before all that and at its end a burst comes of which every worker has to take a share; the first
 * one also lets every session plan its statements, which costs it more than its first hundred jobs.
 */
public final class Herd implements Scenario {
  private static final int RATE = 10;
  private static final int PERMITS = 20;
  private static final long INTERVAL_NANOS = 1_000_000_000L / RATE;

  /** A session tells what it has called within ten seconds, when it has called twice in one. */
  private static final int TOLD_MS = 12_000;

  private static final int TOLD_SOON_MS = 1_500;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "herd";
  }

  @Override
  public String about() {
    return RATE + " single jobs/s beside 1 to 200 idle workers: calls, CPU and latency of a job";
  }

  @Override
  public void run(Lab lab) throws Exception {
    for (int size : lab.isShort() ? List.of(1, 10, 40) : List.of(1, 10, 40, 200)) {
      try (Gathered herd = new Gathered(lab, size)) {
        herd.measure();
      }
      lab.server().dropQueues();
    }
  }

  /** Some workers of one queue, and when the jobs of the run were committed and started. */
  private static final class Gathered implements AutoCloseable {
    private final Lab lab;
    private final String name;
    private final int jobs;
    private final BenchQueue queue;
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicLongArray started;
    private final long[] committed;
    private final int share;
    private volatile CountDownLatch burst = new CountDownLatch(0);

    Gathered(Lab lab, int size) throws Exception {
      this.lab = lab;
      name = size == 1 ? "1 worker, " : size + " workers, ";
      jobs = RATE * lab.sized(5, 20);
      share = size * PERMITS;
      started = new AtomicLongArray(jobs + 2 * share);
      committed = new long[jobs];
      queue = lab.newQueue();
      try (Connection connection = queue.connect()) {
        BenchQueue.sql(
            connection,
            "ALTER DATABASE " + connection.getCatalog() + " SET track_functions = 'pl'");
      }
      for (int i = 0; i < size; i++) {
        workers.add(
            Worker.of(queue.dataSource())
                .queue(SendEmail.QUEUE, PERMITS)
                .task(SendEmail.class, (email, context) -> start(email))
                .start());
      }
      for (Worker worker : workers) {
        while (!worker.isHearing()) {
          Thread.sleep(10);
        }
      }
    }

    /** The jobs of the burst take a while, so that nobody gets two shares. */
    private void start(SendEmail email) throws InterruptedException {
      int number = (int) email.number();
      started.set(number, System.nanoTime());
      if (number >= jobs) {
        burst.countDown();
        Thread.sleep(1_000);
      }
    }

    void measure() throws Exception {
      try (Connection connection = queue.connect()) {
        lab.report(name + "first burst, until all permits are taken", "ms", burst(connection, 0));
        Thread.sleep(TOLD_MS);
        CpuMeter meter = lab.startCpuMeter();
        Thread.sleep(jobs * 1_000L / RATE);
        double idle = lab.stop(meter).server();
        long claims = calls(connection, "claim");
        long polls = calls(connection, "poll");
        meter = lab.startCpuMeter();
        feed(connection);
        double busy = lab.stop(meter).server();
        Thread.sleep(TOLD_SOON_MS);
        report("calls of claim a job", "calls", (double) (calls(connection, "claim") - claims));
        report("calls of poll a job", "calls", (double) (calls(connection, "poll") - polls));
        report("server CPU a job", "ms", (busy - idle) * 1e3);
        report("server CPU of as much idle time", "ms", idle * 1e3);
        Sample waits = waits();
        lab.report(name + "commit to start, p50", "ms", waits.median());
        lab.report(name + "commit to start, p99", "ms", waits.quantile(0.99));
        lab.report(name + "burst, until all permits are taken", "ms", burst(connection, share));
      }
    }

    private void feed(Connection connection) throws SQLException {
      long due = System.nanoTime();
      for (int i = 0; i < jobs; i++) {
        due += INTERVAL_NANOS;
        waitUntil(due);
        queue.awa().enqueue(connection, SendEmail.job(i));
        committed[i] = System.nanoTime();
      }
      waitUntil(due + INTERVAL_NANOS);
    }

    /** As many jobs as there are permits, in one transaction; how long until all have started. */
    private double burst(Connection connection, int from) throws Exception {
      burst = new CountDownLatch(share);
      connection.setAutoCommit(false);
      queue.awa().enqueueAll(connection, SendEmail.jobs(jobs + from, share));
      connection.commit();
      long begun = System.nanoTime();
      connection.setAutoCommit(true);
      burst.await();
      return Math.max(0, System.nanoTime() - begun) * MILLIS;
    }

    private void report(String measure, String unit, double sum) {
      lab.report(name + measure, unit, sum / jobs);
    }

    private static long calls(Connection connection, String function) throws SQLException {
      return BenchQueue.number(
          connection,
          "SELECT coalesce(sum(calls), 0) FROM pg_stat_user_functions WHERE schemaname = 'awa' AND"
              + " funcname = '"
              + function
              + '\'');
    }

    private Sample waits() {
      double[] waits = new double[jobs];
      for (int i = 0; i < jobs; i++) {
        waits[i] = Math.max(0, started.get(i) - committed[i]) * MILLIS;
      }
      return Sample.of(waits);
    }

    private static void waitUntil(long due) {
      long nanos = due - System.nanoTime();
      while (nanos > 0) {
        LockSupport.parkNanos(nanos);
        nanos = due - System.nanoTime();
      }
    }

    /** All at once: one after the other would take a while. */
    @Override
    public void close() {
      workers.parallelStream().forEach(Worker::close);
    }
  }
}
