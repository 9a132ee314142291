package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.engine.Claimed;
import dev.awa.engine.Ring.Emptying;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chores of maintenance never keep one another from their turn. */
final class MaintenanceTest extends WorkerCase {
  private static final String OLD = "now() - interval '40 days'";

  /** Whatever one chore asks the database for is not there; everything else is done. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rotate(bigint, bigint)",
        "summarize()",
        "sweep_carry(bigint, bigint, integer)",
        "let_go_periods(integer)",
        "count_waiting(bigint, bigint, integer, integer, bigint)"
      })
  void aChoreThatFailsIsTheOnlyOne(String function) throws SQLException {
    queue.sql("ALTER FUNCTION awa." + function + " RENAME TO gone");
    failedLongAgo();
    queue.sql(
        "INSERT INTO awa.unique_keys (unique_key, job_id, let_go_at) VALUES ('k', 1, " + OLD + ")");
    long later = queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofMillis(300))).id();
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      assertThat(worker).isNotNull();
      awaitEvents(later, "Started 1", "Completed 1");
      Eventually.holds(
          "history is purged", () -> queue.number("SELECT count(*) FROM awa.finished_jobs") == 0);
      if (!function.startsWith("let_go")) {
        Eventually.holds(
            "periods are let go", () -> queue.number("SELECT count(*) FROM awa.unique_keys") == 0);
      }
    }
  }

  private void failedLongAgo() throws SQLException {
    queue.enqueue("old", 1);
    queue.sql(
        """
        INSERT INTO awa.finished_jobs
          (job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
        SELECT i, now() - interval '40 days', now() - interval '40 days', 1, 1, 1, 1, 'failed', 'test', 'test', '{}', '{}'
        FROM generate_series(1, 500) AS i
        """);
    queue.sql("SELECT setval('awa.job_id_seq', 500)");
  }

  /** What Debezium makes by default, when rows were carried before and when they are later. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPublicationOfAllTablesMayComeAtAnyMoment(boolean early) throws SQLException {
    String publication = "CREATE PUBLICATION everything FOR ALL TABLES";
    TestRing ring = new TestRing(queue);
    if (early) {
      queue.sql(publication);
    }
    long worker = queue.worker();
    queue.enqueue("q", 3);
    Claimed open = queue.claim(worker, "q", 1);
    ring.rotate();
    assertThat(ring.carry(Duration.ZERO)).isEqualTo(Emptying.CARRIED);
    if (!early) {
      queue.sql(publication);
    }
    Claimed claimed = queue.claim(worker, "q", 2);
    queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()));
    ring.rotate();
    queue.sql("UPDATE awa.beats SET announced_epoch = 1::bigint << 40"); // nobody holds anything
    assertThat(ring.prune(Duration.ZERO)).isEqualTo(Emptying.PRUNED);
    assertThat(carried()).as("what was pruned went with its claim").isEqualTo(1);
    queue.flush(worker, 2, TestQueue.ended(open, TestQueue.completed()));
    assertThat(ring.sweepCarry()).isPositive();
    assertThat(carried()).isZero();
  }

  private long carried() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.ready_entries WHERE slot = -1");
  }

  /**
   * Neither does one that takes longer than any other call may: millions of runs are carried so.
   */
  @Test
  void aLongCarryIsTheOnlyOneThatTakesLong() throws SQLException {
    TestRing ring = new TestRing(queue);
    for (int i = 0; i < 13; i++) {
      queue.enqueue("paused", 1);
      ring.rotate();
    }
    queue.sql("UPDATE awa.storage_state SET rotate_after = '1 hour'");
    queue.sql("UPDATE awa.leadership SET expires_at = clock_timestamp()");
    queue.sql(
        "CREATE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 AS"
            + " 'BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END'");
    queue.sql(
        "CREATE TRIGGER gate AFTER INSERT ON awa.ready_entries_carry FOR EACH ROW EXECUTE FUNCTION"
            + " public.gate()");
    WorkerConfig impatient = config().withNetworkTimeout(Duration.ofSeconds(1));
    try (Connection gate = queue.connect()) {
      TestQueue.sql(gate, "SELECT pg_advisory_lock(4711)");
      try (Worker worker = worker(impatient, (args, context) -> Outcome.complete()).start()) {
        assertThat(worker).isNotNull();
        Eventually.holds("the carry is at work", () -> !atTheGate().isEmpty());
        List<String> carry = atTheGate();
        Job<?> due = TestQueue.job("q", 1).withDelay(Duration.ofMillis(2500));
        long later = queue.awa().enqueue(due).id();
        awaitEvents(later, "Started 1", "Completed 1");
        assertThat(atTheGate()).as("it is the same one still").isEqualTo(carry);
        TestQueue.sql(gate, "SELECT pg_advisory_unlock(4711)");
        Eventually.holds("the run is carried", () -> carried() >= 1);
      }
    }
  }

  /** Which statement of whom waits there. */
  private List<String> atTheGate() throws SQLException {
    return waitingIn("advisory", "carry");
  }

  private List<String> waitingIn(String event, String statement) throws SQLException {
    return queue.texts(
        "SELECT pid || ' ' || query_start FROM pg_stat_activity WHERE wait_event = ? AND datname ="
            + " current_database() AND query LIKE '%' || ? || '%'",
        event, statement);
  }

  /** A lock that is never had, and a statement that is slow: jobs are due, the lead is to renew. */
  @ParameterizedTest
  @CsvSource({"advisory, pg_advisory_xact_lock(4711)", "PgSleep, pg_sleep(60)"})
  void aChoreThatHangsDelaysNoDueJobAndCostsNoLead(String event, String hanging)
      throws SQLException {
    queue.sql("ALTER FUNCTION awa.sweep_carry(bigint, bigint, integer) RENAME TO gone");
    queue.sql(
        "CREATE FUNCTION awa.sweep_carry(bigint, bigint, integer) RETURNS bigint LANGUAGE plpgsql"
            + " SET lock_timeout = 0 AS 'BEGIN PERFORM "
            + hanging
            + "; RETURN 0; END'");
    try (Connection gate = queue.connect();
        Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      assertThat(worker).isNotNull();
      TestQueue.sql(gate, "SELECT pg_advisory_lock(4711)");
      Eventually.holds("a chore hangs", () -> !waitingIn(event, "sweep_carry").isEmpty());
      List<String> hangs = waitingIn(event, "sweep_carry");
      long term = queue.number("SELECT term FROM awa.leadership");
      for (int i = 0; i < 5; i++) { // for longer than a lead holds that is not renewed
        Job<?> due = TestQueue.job("q", 1).withDelay(Duration.ofSeconds(1));
        awaitEvents(queue.awa().enqueue(due).id(), "Started 1", "Completed 1");
      }
      assertThat(waitingIn(event, "sweep_carry")).as("it is the same one still").isEqualTo(hangs);
      assertThat(queue.number("SELECT term FROM awa.leadership")).isEqualTo(term);
      queue.sql("ALTER FUNCTION awa.sweep_carry(bigint, bigint, integer) RENAME TO hanging");
      queue.number(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE"
              + " '%sweep_carry%' AND pid <> pg_backend_pid()");
    }
  }

  /** A row can be updated or deleted under a publication only where it can be named. */
  @Test
  void everyTableButTheSegmentsHasAReplicaIdentity() throws SQLException {
    List<String> without =
        queue.texts(
            """
            SELECT c.relname
            FROM pg_class c
            WHERE c.relnamespace = 'awa'::regnamespace AND c.relkind = 'r'
              AND c.relname !~ '_[0-9]+$' -- these are appended to and truncated
              AND c.relreplident NOT IN ('f', 'i')
              AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
            """);
    assertThat(without).isEmpty();
  }
}
