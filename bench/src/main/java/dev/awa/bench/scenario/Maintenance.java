package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.ClaimTimer;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * How long claims wait under full load while segments are opened and emptied every second, beside
 * the same load without; and what that leaves in the catalog.
 */
public final class Maintenance implements Scenario {
  private static final int CONCURRENCY = 2_000;
  private static final int AHEAD = 20_000;
  private static final double MINUTE = 60;
  private static final String ROTATING =
      "UPDATE awa.storage_state SET rotate_after = '1 s', keep_history = '0 s'";
  private static final String NOT_ROTATING =
      "UPDATE awa.storage_state SET rotate_after = '1 day', rotate_bytes = 1::bigint << 50";
  private static final String DEAD_IN_CATALOG =
      "SELECT coalesce(sum(n_tup_upd + n_tup_del), 0) FROM pg_stat_sys_tables"
          + " WHERE relname IN ('pg_class', 'pg_attribute')";
  private static final String ROTATIONS = "SELECT last_value FROM awa.ring_head";
  private static final String PRUNES = "SELECT last_value FROM awa.ring_tail";

  @Override
  public String name() {
    return "maintenance";
  }

  @Override
  public String about() {
    return "waits of claims under full load while segments are rotated and pruned each second";
  }

  /** What was counted in a window. */
  private record Counted(double deadAMinute, double rotations, double prunes) {}

  /** One run under load, and idle after it. */
  private record Ran(Sample claims, double jobsPerSecond, Counted loaded, Counted idle) {}

  @Override
  public void run(Lab lab) throws Exception {
    List<Ran> rotating = new ArrayList<>();
    List<Ran> still = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      boolean first = round % 2 == 0;
      (first ? rotating : still).add(measure(lab, first));
      (first ? still : rotating).add(measure(lab, !first));
    }
    report(lab, "rotating, ", rotating);
    report(lab, "not rotating, ", still);
    Sample longer =
        Sample.of(
            java.util.stream.IntStream.range(0, lab.rounds())
                .mapToDouble(i -> rotating.get(i).claims.most() - still.get(i).claims.most())
                .toArray());
    lab.report("longest claim, rotating - not", "ms", longer, Target.atMost(60));
  }

  private static void report(Lab lab, String when, List<Ran> rounds) {
    lab.report(when + "jobs", "jobs/s", of(rounds, Ran::jobsPerSecond));
    lab.report(when + "claims", "calls", of(rounds, ran -> ran.claims.values().length));
    lab.report(when + "claim, p50", "ms", of(rounds, ran -> ran.claims.median()));
    lab.report(when + "claim, p99", "ms", of(rounds, ran -> ran.claims.quantile(0.99)));
    lab.report(when + "longest claim", "ms", of(rounds, ran -> ran.claims.most()));
    lab.report(when + "rotations", "", of(rounds, ran -> ran.loaded.rotations));
    lab.report(when + "prunes", "", of(rounds, ran -> ran.loaded.prunes));
    lab.report(
        when + "dead in pg_class and pg_attribute",
        "tuples/min",
        of(rounds, ran -> ran.loaded.deadAMinute));
    lab.report(
        when + "dead in pg_class and pg_attribute, idle",
        "tuples/min",
        of(rounds, ran -> ran.idle.deadAMinute),
        Target.atMost(0));
  }

  private static Sample of(List<Ran> rounds, ToDoubleFunction<Ran> value) {
    return Sample.of(rounds.stream().mapToDouble(value).toArray());
  }

  private static Ran measure(Lab lab, boolean rotating) throws Exception {
    BenchQueue queue = lab.newQueue();
    ClaimTimer timer = new ClaimTimer();
    AtomicLong handled = new AtomicLong();
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(connection, rotating ? ROTATING : NOT_ROTATING);
      try (Worker worker =
          Worker.of(timer.timing(queue.dataSource()))
              .queue(SendEmail.QUEUE, CONCURRENCY)
              .task(SendEmail.class, (email, context) -> handled.incrementAndGet())
              .start()) {
        Duration window = Duration.ofSeconds(Math.max(2, lab.sized(8, 60)));
        Sample claims;
        double jobs;
        Counted loaded;
        try (Producer producer = Producer.start(queue, handled)) {
          Thread.sleep(Duration.ofSeconds(lab.sized(3, 10))); // warms up
          timer.clear();
          long before = handled.get();
          loaded = count(connection, window);
          jobs = (handled.get() - before) / (double) window.toSeconds();
          claims = timer.millis();
          producer.stop();
        }
        awaitEmptied(connection, rotating, handled, worker);
        return new Ran(claims, jobs, loaded, count(connection, window));
      }
    }
  }

  /** Waits until all ran and, where segments rotate, nothing is left to be pruned. */
  private static void awaitEmptied(
      Connection connection, boolean rotating, AtomicLong handled, Worker worker) throws Exception {
    long before;
    do {
      before = handled.get();
      Thread.sleep(1_000);
    } while (handled.get() != before || worker.running() > 0);
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (rotating
        && BenchQueue.number(connection, "SELECT count(*) FROM awa.ring WHERE slot >= 0") > 1
        && System.nanoTime() < until) {
      Thread.sleep(500);
    }
    Thread.sleep(2_000); // sessions report once a second
  }

  private static Counted count(Connection connection, Duration window)
      throws SQLException, InterruptedException {
    long dead = BenchQueue.number(connection, DEAD_IN_CATALOG);
    long rotations = BenchQueue.number(connection, ROTATIONS);
    long prunes = BenchQueue.number(connection, PRUNES);
    Thread.sleep(window);
    double minutes = window.toSeconds() / MINUTE;
    return new Counted(
        (BenchQueue.number(connection, DEAD_IN_CATALOG) - dead) / minutes,
        BenchQueue.number(connection, ROTATIONS) - rotations,
        BenchQueue.number(connection, PRUNES) - prunes);
  }

  /** Enqueues by COPY as fast as it can, a little ahead of the worker. */
  private static final class Producer implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> producing;
    private volatile boolean stopped;

    private Producer(BenchQueue queue, AtomicLong handled) {
      producing = thread.submit(() -> produce(queue, handled));
    }

    static Producer start(BenchQueue queue, AtomicLong handled) {
      return new Producer(queue, handled);
    }

    private Void produce(BenchQueue queue, AtomicLong handled) throws Exception {
      try (Connection connection = queue.connect()) {
        long produced = 0;
        while (!stopped) {
          if (produced - handled.get() > AHEAD) {
            Thread.sleep(1);
          } else {
            queue.copy(connection, produced, BenchQueue.BATCH);
            produced += BenchQueue.BATCH;
          }
        }
      }
      return null;
    }

    /** Fails as it has failed. */
    void stop() throws Exception {
      stopped = true;
      producing.get();
    }

    @Override
    public void close() {
      stopped = true;
      thread.shutdown();
    }
  }
}
