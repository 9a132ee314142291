package dev.awa.chaos.lab;

import dev.awa.QueuePolicy;
import dev.awa.QueueStats;
import dev.awa.chaos.ledger.Stored;
import dev.awa.chaos.ledger.Stored.StoredJob;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads from the database what the checker wants to know. */
final class Records {
  private static final String CLOSED_TWICE =
      """
      SELECT format('lane %s claim %s member %s', d.lane, d.claim_no, o.ordinal)
      FROM awa.closures d JOIN awa.claims c USING (slot, lane, claim_no)
      CROSS JOIN LATERAL unnest(coalesce(d.ordinals,
        ARRAY(SELECT i::smallint FROM generate_series(1, cardinality(c.members)) AS i))) AS o (ordinal)
      GROUP BY d.lane, d.claim_no, o.ordinal
      HAVING count(*) > 1\
      """;

  private static final String CLAIMED_TWICE =
      """
      SELECT format('job %s run %s', m.job_id, coalesce(m.run_no, 1))
      FROM awa.claims c CROSS JOIN LATERAL unnest(c.members, c.run_nos) AS m (job_id, run_no)
      GROUP BY m.job_id, coalesce(m.run_no, 1)
      HAVING count(*) > 1\
      """;

  private final String url;
  private final Awa awa;
  private final long history;

  /**
   * Of a database.
   *
   * @param history how many jobs were there before anybody enqueued one
   */
  Records(String url, Awa awa, long history) {
    this.url = url;
    this.awa = awa;
    this.history = history;
  }

  Stored read() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE"); // the logs have no statistics, and this asks for all of them
      checkIndexes(statement);
      return new Stored(
          jobs(statement),
          counted(),
          texts(statement, CLOSED_TWICE),
          texts(statement, CLAIMED_TWICE));
    }
  }

  /** What was claimed or closed more than once, of all that the logs hold at one moment. */
  List<String> twice() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SET LOCAL enable_nestloop = off"); // the logs have no statistics
      List<String> twice = texts(statement, CLOSED_TWICE);
      twice.addAll(texts(statement, CLAIMED_TWICE));
      connection.rollback();
      return twice;
    }
  }

  /** Every B-tree holds what its table holds. */
  private static void checkIndexes(Statement statement) throws SQLException {
    statement.execute("CREATE EXTENSION IF NOT EXISTS amcheck");
    statement.execute(
        "SELECT bt_index_check(i.oid, true) FROM pg_class i JOIN pg_am a ON a.oid = i.relam WHERE"
            + " i.relkind = 'i' AND a.amname = 'btree' AND i.relnamespace = 'awa'::regnamespace");
  }

  private static List<StoredJob> jobs(Statement statement) throws SQLException {
    List<StoredJob> jobs = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT args ->> 'id', id, state FROM awa.jobs WHERE args ->> 'id' <> '"
                + History.ID
                + "'")) {
      while (rows.next()) {
        jobs.add(new StoredJob(rows.getString(1), rows.getLong(2), rows.getString(3)));
      }
    }
    return jobs;
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  /** All jobs that the queues' counters know of. */
  private long counted() {
    return awa.queues().list().stream()
            .map(QueuePolicy::queue)
            .map(awa.queues()::stats)
            .mapToLong(Records::all)
            .sum()
        - history;
  }

  private static long all(QueueStats stats) {
    return stats.available()
        + stats.running()
        + stats.scheduled()
        + stats.retryable()
        + stats.completed()
        + stats.failed()
        + stats.cancelled();
  }
}
