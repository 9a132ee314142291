package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * 800 jobs/s for an hour while one transaction stays open that has read {@code awa.jobs}: its
 * snapshot keeps row versions from being vacuumed, and its locks on the logs keep segments from
 * being emptied. Then the transaction ends and the load goes on. What counts is that nobody waits,
 * that the last jobs before the end wait no longer than the first, and that the space comes back.
 */
public final class Held implements Scenario {
  private static final int RATE = 800;
  private static final long LOOK_NANOS = 100_000_000;

  /** Segments are pruned as soon as they may be, so that what is kept is kept by the reader. */
  private static final String SETTINGS =
      "UPDATE awa.storage_state SET rotate_after = '10 s', keep_history = '0 s'";

  /** Bytes of the queue's tables and their indexes. */
  static final String BYTES =
      "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
          + " WHERE relnamespace = 'awa'::regnamespace AND relkind = 'r'";

  private static final String DEAD_IN_LOGS =
      "SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables WHERE schemaname = 'awa'"
          + " AND (relname LIKE 'ready\\_%' OR relname LIKE 'claims\\_%'"
          + " OR relname LIKE 'closures\\_%')";
  private static final String DEAD_ELSEWHERE =
      "SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables WHERE schemaname = 'awa'"
          + " AND NOT (relname LIKE 'ready\\_%' OR relname LIKE 'claims\\_%'"
          + " OR relname LIKE 'closures\\_%')";

  @Override
  public String name() {
    return "held";
  }

  @Override
  public String about() {
    return "800 jobs/s while a transaction that has read the logs stays open, and after it";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int heldSeconds = lab.isLong() ? 3_600 : lab.sized(40, 300);
    int afterSeconds = lab.isLong() ? 600 : lab.sized(30, 60);
    int warmUp = 2 * RATE;
    int held = warmUp + heldSeconds * RATE;
    int jobs = held + afterSeconds * RATE;
    BenchQueue queue = lab.newQueue();
    SteadyLoad load = new SteadyLoad(queue, RATE, jobs);
    try (Connection connection = queue.connect();
        Connection other = queue.connect()) {
      BenchQueue.sql(connection, SETTINGS);
      try (Worker worker = load.worker();
          LockLooks looks = LockLooks.begin(queue, LOOK_NANOS)) {
        CompletableFuture<Void> all = CompletableFuture.runAsync(() -> run(load, connection));
        try (Connection reader = queue.connect()) {
          awaitEnqueued(load, warmUp, all);
          reader.setAutoCommit(false);
          reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          BenchQueue.number(reader, "SELECT count(*) FROM awa.jobs");
          report(lab, other, "held, at first, ");
          int most = awaitEnqueued(load, held, all);
          lab.report("held, most that waited at a look", "jobs", most);
          lab.report("held, looks at locks", "", (double) looks.looks());
          lab.report("held, looks that saw somebody wait", "", (double) looks.waits());
          report(lab, other, "held, at last, ");
          reader.rollback();
        }
        all.join();
        lab.report("after, looks that saw somebody wait, in all", "", (double) looks.waits());
        report(lab, other, "after, at last, ");
      }
    }
    int tenth = (held - warmUp) / 10;
    report(lab, load, "held, first tenth, ", warmUp, warmUp + tenth);
    report(lab, load, "held, last tenth, ", held - tenth, held);
    report(lab, load, "after, ", held, jobs);
  }

  private static void run(SteadyLoad load, Connection connection) {
    try {
      load.run(connection);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until so many jobs were enqueued; the most that were seen to wait meanwhile. */
  private static int awaitEnqueued(SteadyLoad load, int jobs, CompletableFuture<Void> all) {
    int most = 0;
    while (load.enqueued() < jobs && !all.isDone()) {
      most = Math.max(most, load.waiting());
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return most;
  }

  private static void report(Lab lab, Connection other, String when) throws SQLException {
    lab.report(when + "tables and indexes", "MB", BenchQueue.number(other, BYTES) / 1e6);
    lab.report(when + "dead rows of the logs", "", (double) BenchQueue.number(other, DEAD_IN_LOGS));
    lab.report(when + "dead rows elsewhere", "", (double) BenchQueue.number(other, DEAD_ELSEWHERE));
  }

  private static void report(Lab lab, SteadyLoad load, String when, int from, int to) {
    Sample waits = load.waits(from, to);
    lab.report(when + "handlers begun", "jobs/s", load.startedASecond(from, to));
    lab.report(when + "commit to handler, p50", "ms", waits.median());
    lab.report(when + "commit to handler, p99", "ms", waits.quantile(0.99));
  }
}
