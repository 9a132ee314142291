package dev.awa.bench.scenario;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Whether the logs hold dead tuples after a run of everything, by statistics and by the pages. */
public final class DeadTuples implements Scenario {
  private static final String LOGS =
      "'^(ready_entries|claims|closures|ready_tombstones|attempt_outputs)_[0-9]+$'";

  /** Every page is read: what the statistics say is not asked. */
  private static final String DEAD_ON_PAGES =
      "SELECT coalesce(sum((pgstattuple(c.oid)).dead_tuple_count), 0) FROM pg_class c"
          + " WHERE c.relnamespace = 'awa'::regnamespace AND c.relkind = 'r' AND c.relname ~ ";

  private static final String STATISTICS =
      "SELECT coalesce(sum(%s), 0) FROM pg_stat_user_tables WHERE relname ~ ";
  private static final String LIVE = STATISTICS.formatted("n_live_tup") + LOGS;
  private static final String MUTABLE = "'^(?!.*_[0-9]+$)'";

  @Override
  public String name() {
    return "dead-tuples";
  }

  @Override
  public String about() {
    return "dead tuples in the logs after a mixed run, and with an old transaction open";
  }

  @Override
  public void run(Lab lab) throws Exception {
    measure(lab, false);
    measure(lab, true);
  }

  private static void measure(Lab lab, boolean oldTransaction) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection old = queue.connect();
        Connection connection = queue.connect()) {
      BenchQueue.sql(connection, "CREATE EXTENSION pgstattuple");
      BenchQueue.sql(connection, "UPDATE awa.storage_state SET rotate_after = '3 s'");
      if (oldTransaction) {
        old.setAutoCommit(false);
        old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        BenchQueue.number(old, "SELECT count(*) FROM awa.lanes");
      }
      mixedRun(lab, queue, connection);
      BenchQueue.sql(connection, "SELECT pg_stat_force_next_flush()");
      report(lab, connection, oldTransaction ? ", transaction open" : "");
      if (oldTransaction) {
        old.rollback();
      }
    } catch (SQLException e) {
      throw new SQLException("dead-tuples: " + e.getMessage(), e.getSQLState(), e);
    }
  }

  private static void report(Lab lab, Connection connection, String when) throws SQLException {
    count(lab, connection, "dead on the pages of the logs" + when, DEAD_ON_PAGES + LOGS, true);
    count(
        lab,
        connection,
        "n_dead_tup of the logs" + when,
        STATISTICS.formatted("n_dead_tup") + LOGS,
        true);
    count(
        lab,
        connection,
        "updated or deleted in the logs" + when,
        STATISTICS.formatted("n_tup_upd + n_tup_del") + LOGS,
        true);
    count(lab, connection, "live in the logs" + when, LIVE, false);
    count(lab, connection, "dead elsewhere (mutable)" + when, DEAD_ON_PAGES + MUTABLE, false);
  }

  private static void count(
      Lab lab, Connection connection, String measure, String sql, boolean noneWanted)
      throws SQLException {
    Sample count = Sample.of((double) BenchQueue.number(connection, sql));
    lab.report(measure, "tuples", count, noneWanted ? Target.atMost(0) : null);
  }

  /** Enqueues in every way while a worker ends runs in every way and segments rotate. */
  private static void mixedRun(Lab lab, BenchQueue queue, Connection connection) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(lab.sized(6, 20)).toNanos();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue(SendEmail.QUEUE, 200)
            .handler(SendEmail.class, (email, context) -> outcome(email))
            .start()) {
      for (long n = 0; System.nanoTime() < until; n += BenchQueue.BATCH) {
        queue.copy(connection, n, BenchQueue.BATCH);
        queue.awa().enqueueAll(connection, SendEmail.jobs(n, 100));
        long later = queue.awa().enqueue(connection, later(n)).id();
        queue.awa().enqueue(connection, later(n + 1));
        queue.awa().jobs().cancel(later, "not needed");
        Thread.sleep(worker.running() > 100 ? 20 : 5);
      }
    }
  }

  private static Job<SendEmail> later(long n) {
    return SendEmail.job(n).withDelay(Duration.ofMillis(500));
  }

  private static Outcome outcome(SendEmail email) {
    return switch ((int) (email.number() % 50)) {
      case 1 -> Outcome.retryAfter(Duration.ofMillis(200), "try again");
      case 2 -> Outcome.snooze(Duration.ofMillis(300));
      case 3 -> Outcome.cancel("no longer wanted");
      case 4 -> Outcome.fail("can't be done");
      default -> Outcome.complete();
    };
  }
}
