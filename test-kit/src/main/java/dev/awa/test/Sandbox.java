package dev.awa.test;

import dev.awa.AwaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * A queue that tests may empty, and whose stored times they may move. The only class outside of the
 * engine that writes SQL for the queue's tables: what it does to them no program in production may,
 * so it is not among the engine's statements, and needs the rights of the owner.
 *
 * <p>A queue is a sandbox when it says so (a comment on its sequence of job ids). It says so from
 * the moment that the kit first sees it without a job.
 */
final class Sandbox {
  static final String USUAL_SCHEMA = "awa";

  private static final String MARK = "awa-test: tests may empty this queue";

  /** Rows are deleted: to truncate a hundred partitions takes much longer where there are few. */
  private static final List<String> EMPTIED =
      List.of(
          "ready_entries",
          "claims",
          "closures",
          "ready_tombstones",
          "attempt_outputs",
          "deferred_jobs",
          "finished_jobs",
          "dead_letters",
          "operations",
          "unique_keys",
          "lane_checkpoints",
          "lane_tallies",
          "lane_counts",
          "lanes",
          "queues",
          "kinds",
          "setting_changes",
          "audit",
          "saved_views",
          "descriptors",
          "closure_sums",
          "state_counts",
          "state_tally",
          "state_changes", // after those whose triggers write it
          "schedule_fires",
          "timings",
          "timing_sums",
          "depths");

  /** A fold of timings that is under way begins anew, without its sums. */
  private static final String NO_FOLD =
      "UPDATE %1$s.timing_folds SET at = '-infinity', n = 0, queue = '', kind = '' WHERE n > 0";

  /** Each with the number of seconds, of which it takes one. */
  private static final List<String> MOVED =
      List.of(
          "UPDATE %1$s.deferred_jobs SET run_at = run_at - %2$s, created_at = created_at - %2$s",
          "UPDATE %1$s.ready_entries SET ready_at = ready_at - %2$s",
          "UPDATE %1$s.finished_jobs"
              + " SET finished_at = finished_at - %2$s, created_at = created_at - %2$s",
          "UPDATE %1$s.dead_letters"
              + " SET finished_at = finished_at - %2$s, created_at = created_at - %2$s",
          "UPDATE %1$s.unique_keys SET let_go_at = let_go_at - %2$s WHERE let_go_at IS NOT NULL",
          "UPDATE %1$s.schedules SET fired_through = fired_through - %2$s,"
              + " due_at = due_at - %2$s, waiting_at = waiting_at - %2$s,"
              + " changed_at = changed_at - %2$s",
          // by a detour, or two rows might meet on their way
          "UPDATE %1$s.schedule_fires SET fired_at = fired_at - %2$s,"
              + " planned_at = planned_at - %2$s - interval '9999999 hours'",
          "UPDATE %1$s.schedule_fires SET planned_at = planned_at + interval '9999999 hours'",
          "UPDATE %1$s.schedule_revisions SET since = since - %2$s, seen_at = seen_at - %2$s",
          "UPDATE %1$s.queues SET paused_until = paused_until - %2$s WHERE paused_until IS NOT"
              + " NULL",
          "UPDATE %1$s.descriptors SET seen_at = seen_at - %2$s, since = since - %2$s",
          "UPDATE %1$s.timings SET at = at - %2$s",
          "DELETE FROM %1$s.timing_sums",
          NO_FOLD,
          // by a detour, as above
          "UPDATE %1$s.depths SET at = at - %2$s - interval '9999999 hours'",
          "UPDATE %1$s.depths SET at = at + interval '9999999 hours'",
          "UPDATE %1$s.ring SET rotated_at = rotated_at - %2$s",
          "UPDATE %1$s.beats SET beat_at = beat_at - %2$s"
              + " WHERE holds_lock AND pg_try_advisory_xact_lock(- worker_id)",
          "UPDATE %1$s.leadership l SET expires_at = l.expires_at - %2$s"
              + " FROM %1$s.beats b WHERE b.worker_id = l.worker_id"
              + " AND b.holds_lock AND pg_try_advisory_xact_lock(- b.worker_id)");

  /** What maintenance would do once the time has come. */
  private static final List<String> DUE =
      List.of(
          "DELETE FROM %1$s.unique_keys WHERE let_go_at <= clock_timestamp()",
          "WITH gone AS (DELETE FROM %1$s.finished_jobs f USING %1$s.storage_state s, %1$s.lanes l"
              + " LEFT JOIN %1$s.queues q ON q.name = l.queue WHERE l.lane = f.lane"
              + " AND f.finished_at <= clock_timestamp() - coalesce("
              + "(SELECT k.keep_failed FROM %1$s.kinds k WHERE k.name = f.kind),"
              + " q.keep_failed, s.keep_failed)"
              + " RETURNING f.job_id)"
              + " DELETE FROM %1$s.unique_keys u USING gone g WHERE u.job_id = g.job_id",
          "WITH gone AS (DELETE FROM %1$s.dead_letters d USING %1$s.storage_state s, %1$s.lanes l"
              + " LEFT JOIN %1$s.queues q ON q.name = l.queue WHERE l.lane = d.lane"
              + " AND d.finished_at <= clock_timestamp() - coalesce("
              + "(SELECT k.keep_dead_letters FROM %1$s.kinds k WHERE k.name = d.kind),"
              + " q.keep_dead_letters, s.keep_dead_letters)"
              + " RETURNING d.job_id)"
              + " DELETE FROM %1$s.unique_keys u USING gone g WHERE u.job_id = g.job_id");

  private final DataSource dataSource;
  private final String schema;
  private final String quoted;

  Sandbox(DataSource dataSource, String schema) {
    this.dataSource = dataSource;
    this.schema = schema;
    this.quoted = '"' + schema.replace("\"", "\"\"") + '"';
  }

  /** Something done on a connection. */
  private interface Step {
    void on(Connection connection) throws SQLException;
  }

  private void transaction(String what, Step step) {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        step.on(connection);
        connection.commit();
      } catch (Throwable e) {
        undo(connection, autoCommit, e);
        throw e;
      }
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      throw new AwaException("could not " + what + ": " + e.getMessage(), e);
    }
  }

  private static void undo(Connection connection, boolean autoCommit, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      cause.addSuppressed(e); // the connection is broken
    }
  }

  /** Makes the queue a sandbox, whatever is in it. */
  void mark() {
    transaction("mark the queue as one for tests", this::mark);
  }

  private void mark(Connection tx) throws SQLException {
    execute(tx, "COMMENT ON SEQUENCE " + quoted + ".job_id_seq IS '" + MARK + "'");
  }

  /** Makes the queue a sandbox if it never had a job. */
  void markIfUnused() {
    transaction(
        "look whether the queue is one for tests",
        tx -> {
          if (!isMarked(tx) && !is(tx, "SELECT is_called FROM " + quoted + ".job_id_seq")) {
            mark(tx);
          }
        });
  }

  /** Takes every job out of the queue, and the policies of its queues. */
  void empty() {
    transaction(
        "empty the queue",
        tx -> {
          refuseUnmarked(tx, "emptied");
          StringBuilder script = new StringBuilder();
          EMPTIED.forEach(table -> script.append("DELETE FROM " + quoted + "." + table + ";"));
          // what is declared stays, and begins anew
          script
              .append("UPDATE ")
              .append(quoted)
              .append(".schedules SET fired_through = clock_timestamp(), waiting_at = NULL,")
              .append(" due_at = CASE WHEN due_at IS NOT NULL THEN clock_timestamp() END;")
              .append(String.format(Locale.ROOT, NO_FOLD, quoted));
          execute(tx, script.toString());
        });
  }

  /** Whether a run has ended whose segment is still there. */
  boolean hasHistory() {
    boolean[] found = new boolean[1];
    transaction(
        "look for history",
        tx -> found[0] = is(tx, "SELECT EXISTS (SELECT FROM " + quoted + ".closures)"));
    return found[0];
  }

  /** Moves every stored time back, so that all of it lies as much longer ago, or nearer. */
  void moveBack(Duration time) {
    String span = "make_interval(secs => " + time.toNanos() / 1e9 + ")";
    transaction(
        "move the times of the queue",
        tx -> {
          refuseUnmarked(tx, "moved in time");
          for (String statement : MOVED) {
            execute(tx, String.format(Locale.ROOT, statement, quoted, span));
          }
          for (String statement : DUE) {
            execute(tx, String.format(Locale.ROOT, statement, quoted));
          }
        });
  }

  private void refuseUnmarked(Connection tx, String what) throws SQLException {
    if (!isMarked(tx)) {
      throw new IllegalStateException(
          "the queue in schema \""
              + schema
              + "\" is not "
              + what
              + ": it is not known to be for tests, for it had jobs when the test kit first saw it."
              + " Nothing was done. If its jobs may go: COMMENT ON SEQUENCE "
              + quoted
              + ".job_id_seq IS '"
              + MARK
              + "'");
    }
  }

  private boolean isMarked(Connection tx) throws SQLException {
    try (PreparedStatement statement =
        tx.prepareStatement(
            "SELECT coalesce(obj_description(to_regclass(?), 'pg_class') = ?, false)")) {
      statement.setString(1, quoted + ".job_id_seq");
      statement.setString(2, MARK);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static boolean is(Connection tx, String question) throws SQLException {
    try (Statement statement = tx.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void execute(Connection tx, String sql) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.execute(sql);
    }
  }
}
