package dev.awa.chaos.lab;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;

/**
 * What a queue leaves behind that was at work for long: closed claims of one job each, in the lanes
 * of all priorities, spread over the oldest segments of the ring. Written in a few statements, and
 * as workers would have left it: what is counted, found and claimed afterwards agrees with it.
 */
final class History {
  /** What all its jobs are called: no producer has enqueued them, so a run of one is a phantom. */
  static final String ID = "history";

  /** It lies in so many segments; the next is the current one. */
  static final int GENERATIONS = 5;

  private static final int LANES = 4;

  /** What the number of claims is a multiple of. */
  static final int STEP = GENERATIONS * LANES;

  private static final String CLOSURES =
      """
      INSERT INTO awa.closures (claim_no, worker_id, flush_no, lane, slot, outcome, n)
      SELECT m.claim_no, 1, m.claim_no, m.lane, m.slot, 1, 1 FROM made m ORDER BY m.job_id\
      """;

  private static final String LAST_WINDOW =
      "SELECT c.hi FROM awa.claims c ORDER BY c.claim_no DESC LIMIT 1";

  private final Statement statement;
  private final String queue;
  private final int perGeneration;

  private History(Statement statement, String queue, int claims) {
    this.statement = statement;
    this.queue = queue;
    this.perGeneration = claims / GENERATIONS;
  }

  /** Writes so many claims into a queue of a new database, that has no lanes yet. */
  static void write(String url, String queue, int claims) throws SQLException {
    if (claims % STEP != 0) {
      throw new IllegalArgumentException(
          "history: must be a multiple of %d, got %d".formatted(STEP, claims));
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      History history = new History(statement, queue, claims);
      history.open();
      connection.commit();
      for (int generation : IntStream.range(0, GENERATIONS).toArray()) {
        history.fill(generation);
        connection.commit();
      }
      statement.execute("SELECT awa.summarize()");
      connection.commit();
    }
  }

  private void open() throws SQLException {
    statement.execute(
        """
        INSERT INTO awa.lanes (queue, priority, stripe)
        SELECT '%s', p, 0 FROM generate_series(1, %d) AS p ORDER BY p\
        """
            .formatted(queue, LANES));
    statement.execute(
        "INSERT INTO awa.lane_counts (lane) SELECT l.lane FROM awa.lanes l WHERE l.queue = '%s'"
            .formatted(queue));
    statement.execute(
        "INSERT INTO awa.ring (gen, slot) SELECT g, g FROM generate_series(1, %d) AS g"
            .formatted(GENERATIONS));
    statement.execute(
        "SELECT setval('awa.ring_head', %d), setval('awa.job_id_seq', %d)"
            .formatted(GENERATIONS, GENERATIONS * (long) perGeneration));
  }

  private void fill(int generation) throws SQLException {
    String last = generation == 0 ? "1:1:" : Database.text(statement, LAST_WINDOW).orElseThrow();
    make(generation);
    statement.execute(
        """
        INSERT INTO awa.ready_entries (job_id, lane, slot, kind, args)
        SELECT m.job_id, m.lane, m.slot, 'work', '{"id":"%s","script":"complete"}'
        FROM made m ORDER BY m.job_id\
        """
            .formatted(ID));
    claim(last);
    statement.execute(CLOSURES);
  }

  /** Claim i of the segment is of the job of that number; the lanes take turns. */
  private void make(int generation) throws SQLException {
    statement.execute(
        """
        CREATE TEMP TABLE made ON COMMIT DROP AS
        SELECT %1$d + i AS job_id, l.lane, %2$d::smallint AS slot,
               (%1$d + i - 1) / %3$d + 1 AS claim_no, i > %4$d - %3$d AS is_last
        FROM generate_series(1, %4$d) AS i
        JOIN awa.lanes l ON l.queue = '%5$s' AND l.priority = (i - 1) %% %3$d + 1\
        """
            .formatted(generation * (long) perGeneration, generation, LANES, perGeneration, queue));
  }

  /** One window of each lane, from the end of the last one; its last claim finishes it. */
  private void claim(String last) throws SQLException {
    statement.execute(
        """
        INSERT INTO awa.claims (claim_no, worker_id, nonce, pos_xid, pos_job_id, xid_min, taken,
                                lane, slot, lo, hi, members)
        SELECT m.claim_no, 1, m.claim_no,
               CASE WHEN m.is_last THEN x.next ELSE x.own END,
               CASE WHEN m.is_last THEN 0 ELSE m.job_id END,
               x.own, m.claim_no, m.lane, m.slot, '%s'::pg_snapshot,
               format('%%1$s:%%1$s:', x.next)::pg_snapshot, ARRAY[m.job_id]
        FROM made m
        CROSS JOIN (SELECT pg_current_xact_id() AS own,
                           (pg_current_xact_id()::text::bigint + 1)::text::xid8 AS next) AS x
        ORDER BY m.job_id\
        """
            .formatted(last));
  }
}
