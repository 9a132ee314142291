package dev.awa.bench.scenario;

import dev.awa.StatsFilter;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.measure.Sample;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it costs that workers measure their runs: a backlog is drained with it and without, in
 * turns. And how long questions take when much was measured.
 */
public final class MeasuredRuns implements Scenario {
  private static final int KINDS = 20;
  private static final double MEBI = 1024.0 * 1024;

  /**
   * What 100 queues, 20 kinds and 10 workers write at most, all of them busy all day: each worker
   * ten rows a second; then of each minute, five minutes and hour a thousand pairs and the other
   * kinds of each queue, all of these twice, for they are gathered before they count.
   */
  private static final long ROWS_A_DAY = 10 * 10 * 86_400L + 2 * 1100 * (1440 + 288 + 24);

  @Override
  public String name() {
    return "timings";
  }

  @Override
  public String about() {
    return "a backlog drained with runs measured and without: jobs/s, CPU a job; questions over"
        + " millions of rows";
  }

  @Override
  public void run(Lab lab) throws Exception {
    new InTurns(
            lab,
            "timings",
            (worker, bench) -> {},
            (worker, bench) -> worker.config(WorkerConfig.defaults().withTimings(false)))
        .drain();
    ask(lab);
  }

  private static void ask(Lab lab) throws Exception {
    BenchQueue bench = lab.newQueue();
    try (Connection connection = bench.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      int queues = lab.sized(20, 200);
      fill(statement, queues, 1, 60, "1 minute");
      fill(statement, queues, 2, lab.sized(60, 576), "5 minutes");
      fill(statement, queues, 3, lab.sized(60, 2160), "1 hour");
      statement.execute("VACUUM ANALYZE awa.timings");
      double rows = number(statement, "SELECT count(*) FROM awa.timings");
      double bytes =
          number(
              statement,
              "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
                  + " WHERE inhparent = 'awa.timings'::regclass");
      lab.report("rows", "", Sample.of(rows));
      lab.report("size of all rows, with indexes", "MiB", Sample.of(bytes / MEBI));
      lab.report(
          "written a day at most: 100 queues, 20 kinds, 10 workers",
          "MiB",
          Sample.of(bytes / rows * ROWS_A_DAY / MEBI));
    }
    StatsFilter hour = StatsFilter.last(Duration.ofHours(1));
    StatsFilter pair = StatsFilter.last(Duration.ofDays(1)).withQueue("queue 7").withKind("kind 7");
    time(
        lab,
        "one pair, a day by 5 minutes",
        () -> bench.awa().stats().overTime(pair, Duration.ofMinutes(5)));
    time(
        lab,
        "kinds of one queue, an hour",
        () -> bench.awa().stats().perKind(hour.withQueue("queue 7")));
    time(lab, "every pair, an hour", () -> bench.awa().stats().perKind(hour));
    time(
        lab,
        "all together, an hour by 5 minutes",
        () -> bench.awa().stats().overTime(hour, Duration.ofMinutes(5)));
    lab.server().dropQueues();
  }

  private static void fill(Statement statement, int queues, int level, int steps, String step)
      throws SQLException {
    statement.execute(
        String.format(
            Locale.ROOT,
            """
            INSERT INTO awa.timings (slot, at, queue, kind, completed, retried, failed, cancelled, snoozed,
              put_back, wait_us, wait_max_us, waits, run_us, run_max_us, runs)
            SELECT awa.timing_slot(%1$d, t.at), t.at, 'queue ' || q, 'kind ' || k, 10, 0, 0, 0, 0, 0,
                   1000, 1000, b.counts, 1000, 1000, b.counts
            FROM generate_series(1, %2$d) AS n
            CROSS JOIN LATERAL (SELECT clock_timestamp() - n * interval '%3$s' AS at) AS t
            CROSS JOIN generate_series(1, %4$d) AS q
            CROSS JOIN generate_series(1, %5$d) AS k
            CROSS JOIN (SELECT array_agg(256 + g::bigint) AS counts FROM generate_series(20, 27) AS g) AS b
            """,
            level,
            steps,
            step,
            queues,
            KINDS));
  }

  private static double number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getDouble(1);
    }
  }

  private static void time(Lab lab, String question, Runnable ask) {
    ask.run();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long begun = System.nanoTime();
      ask.run();
      millis.add((System.nanoTime() - begun) / 1e6);
    }
    lab.report(question, "ms", Sample.of(millis));
  }
}
