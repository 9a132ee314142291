package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Duty;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.History;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The statements of the board on PostgreSQL alone: they run, they change nothing, and they read no
 * more when there is more history.
 */
final class BoardSqlTest {
  private static final double GROWS = 1.5;
  private static final long FEW = 60;

  private final Board board = Board.of(Board.POSTGRES);

  /** Every statement by what it is for. */
  private Map<String, String> statements() {
    Map<String, String> statements = new LinkedHashMap<>();
    board
        .variables()
        .forEach(variable -> statements.put("variable " + statements.size(), variable.asString()));
    board
        .panels()
        .forEach(panel ->
            statements.put(
                panel.get("title").asString(),
                panel.get("targets").get(0).get("rawSql").asString()));
    statements.replaceAll((title, sql) -> filled(sql));
    return statements;
  }

  /** As Grafana fills in variables and macros. */
  private static String filled(String sql) {
    String filled =
        sql.replace("${queue:sqlstring}", "'q','it''s','bad','never used'")
            .replaceAll(
                "\\$__timeFilter\\(([\\w.]+)\\)",
                "$1 BETWEEN now() - interval '1 hour' AND '2100-01-01T00:00:00Z'")
            .replaceAll(
                "\\$__timeGroupAlias\\(([\\w.]+), \\$__interval\\)",
                "floor(extract(epoch from $1)/(60))*(60) AS \"time\"");
    assertThat(filled).doesNotContain("$");
    return filled;
  }

  /**
   * As Grafana asks: each statement a transaction of its own. By a role that docs/metrics.md gives
   * it, and that may not write here.
   */
  private static List<List<String>> rows(TestQueue queue, String sql) throws SQLException {
    String role = "board_" + System.nanoTime();
    queue.sql("CREATE ROLE " + role + " IN ROLE pg_read_all_stats");
    queue.sql(queue.awa().grants(Duty.READER, role));
    try (Connection connection = queue.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = on; SET statement_timeout = '5s'");
      statement.execute("SET ROLE " + role);
      List<List<String>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery(sql)) {
        while (found.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            row.add(String.valueOf(found.getString(i)));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }

  private static Job<RawJson> job(String name, String kind) {
    return Job.of(kind, new RawJson("{}")).withQueue(name);
  }

  @Tag("every-postgres")
  @Test
  void everyStatementShowsSomethingOfAQueueAtWork() throws SQLException {
    TestQueue queue = TestQueue.create();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Worker worker = worker(queue, inside, goOn)) {
      assertThat(worker).isNotNull();
      queue.awa().enqueue(job("q", "bad"));
      queue.awa().enqueue(job("q", "slow"));
      queue.awa().enqueue(job("it's", "unserved"));
      Eventually.holds(
          "the job has failed", () -> queue.awa().queues().stats("q").deadLetters() == 1);
      Eventually.holds("another runs", () -> inside.getCount() == 0);
      try (Connection other = queue.begin()) {
        TestQueue.texts(other, "SELECT 'somebody looks'");
        for (Map.Entry<String, String> statement : statements().entrySet()) {
          assertThat(rows(queue, statement.getValue())).as(statement.getKey()).isNotEmpty();
        }
        other.rollback();
      }
      assertThat(rows(queue, statements().getOrDefault("What needs attention", "")))
          .extracting(row -> row.get(1))
          .contains("queue it's: 1 jobs wait and no worker works on it")
          .noneMatch(what -> what.startsWith("no worker leads"));
      assertThat(rows(queue, statements().getOrDefault("Queues", "")))
          .anyMatch(row -> row.subList(0, 2).equals(List.of("it's", "1")))
          .anyMatch(row -> row.subList(0, 2).equals(List.of("never used", "0")));
      goOn.countDown();
    }
    assertThat(rows(queue, statements().getOrDefault("What needs attention", "")))
        .extracting(row -> row.get(1))
        .contains("no worker leads");
  }

  private static Worker worker(TestQueue queue, CountDownLatch inside, CountDownLatch goOn) {
    Backoff soon = Backoff.fixed(Duration.ofMillis(1));
    return Worker.of(queue.dataSource())
        .config(WorkerConfig.defaults().withName("test"))
        .queue("q")
        .handler("bad", RawJson.class, (args, context) -> Outcome.fail("no"), soon)
        .handler(
            "slow",
            RawJson.class,
            (args, context) -> {
              inside.countDown();
              goOn.await();
              return Outcome.complete();
            },
            soon)
        .start();
  }

  @Test
  void noStatementReadsMoreOverMoreHistory() throws Exception {
    Map<String, Long> little = reads(2_000);
    Map<String, Long> much = reads(20_000);
    assertThat(much)
        .allSatisfy((title, rows) ->
            assertThat(rows)
                .as("%s: rows read over 20,000 finished jobs and over 2,000", title)
                .isLessThanOrEqualTo(Math.round(little.getOrDefault(title, 0L) * GROWS) + FEW));
  }

  /** How many rows and entries each statement reads over so many completed jobs, one a claim. */
  private Map<String, Long> reads(int jobs) throws Exception {
    TestQueue queue = TestQueue.create();
    long gone = queue.worker();
    try (Connection connection = queue.connect()) {
      History.of(connection, "q", gone).add(jobs, 1);
    }
    queue.sql("DELETE FROM awa.workers");
    try (Worker worker = worker(queue, new CountDownLatch(1), new CountDownLatch(1))) {
      assertThat(worker).isNotNull();
      Eventually.holds(
          "the leader has tallied all claims",
          () -> queue.number("SELECT coalesce(sum(upto), 0) FROM awa.lane_tallies") == jobs);
    }
    Map<String, Long> reads = new LinkedHashMap<>();
    try (Connection connection = queue.begin()) {
      for (Map.Entry<String, String> statement : statements().entrySet()) {
        TestQueue.texts(connection, statement.getValue()); // the catalog is read the first time
        connection.rollback();
        long before = rowsRead(connection);
        TestQueue.texts(connection, statement.getValue());
        connection.rollback();
        reads.put(statement.getKey(), rowsRead(connection) - before);
      }
    }
    return reads;
  }

  private static long rowsRead(Connection connection) throws SQLException {
    TestQueue.texts(connection, "SELECT pg_stat_force_next_flush()");
    connection.rollback();
    long rows =
        TestQueue.number(
            connection,
            """
            SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = 'awa')
                   + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = 'awa')
            """);
    connection.rollback();
    return rows;
  }
}
