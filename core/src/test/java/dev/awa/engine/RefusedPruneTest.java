package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.engine.Ring.Emptying;
import dev.awa.lab.Eventually;
import dev.awa.support.DailyWork;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A prune is blocked by whoever has a lock that it needs, and by nothing else: whatever else the
 * database refuses comes out with its SQLSTATE, and the segment stays as it was.
 */
@Tag("every-postgres")
final class RefusedPruneTest {
  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);
  private final Ring.Generation oldest;
  private final String drained;

  RefusedPruneTest() throws SQLException {
    DailyWork work = new DailyWork(queue);
    work.round();
    ring.rotate();
    oldest = ring.oldest();
    drained = ring.drained();
    work.letGo();
  }

  private Emptying prune(Connection tx, Duration patience) throws SQLException {
    return queue.engine().ring().prune(tx, ring.lead(), oldest, drained, patience);
  }

  private void assertRefused(Connection tx, String state) {
    assertThatThrownBy(() -> prune(tx, Duration.ZERO))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  private void assertStillToBePruned() throws SQLException {
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(2);
    assertThat(queue.<Emptying>with(tx -> prune(tx, Duration.ZERO))).isEqualTo(Emptying.PRUNED);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0001", "40P01", "57014", "XX001"})
  void whateverATruncateFailsWithComesOut(String state) throws SQLException {
    queue.sql(
        """
        CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '%s'; END $$
        """
            .formatted(state));
    queue.sql(
        "CREATE TRIGGER refusing BEFORE TRUNCATE ON awa.closures_0 FOR EACH STATEMENT EXECUTE"
            + " FUNCTION public.refuse()");
    try (Connection connection = queue.connect()) {
      assertRefused(connection, state);
    }
    queue.sql("DROP TRIGGER refusing ON awa.closures_0");
    assertStillToBePruned();
  }

  /** The first is missed by LOCK, the second by TRUNCATE. */
  @ParameterizedTest
  @ValueSource(strings = {"ALL ON awa.claims_0", "TRUNCATE ON awa.closures_0"})
  void aMissingRightComesOut(String right) throws SQLException {
    String role = "pruner_" + TestQueue.randomId();
    queue.sql("CREATE ROLE " + role);
    try (Connection connection = queue.connect()) {
      TestQueue.sql(connection, "GRANT USAGE ON SCHEMA awa TO " + role);
      TestQueue.sql(connection, "GRANT ALL ON ALL TABLES IN SCHEMA awa TO " + role);
      TestQueue.sql(connection, "GRANT ALL ON ALL SEQUENCES IN SCHEMA awa TO " + role);
      TestQueue.sql(connection, "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA awa TO " + role);
      TestQueue.sql(connection, "REVOKE " + right + " FROM " + role);
      TestQueue.sql(connection, "SET ROLE " + role);
      assertRefused(connection, "42501");
      TestQueue.sql(connection, "RESET ROLE");
      TestQueue.sql(connection, "GRANT " + right + " TO " + role);
      TestQueue.sql(connection, "SET ROLE " + role);
      assertThat(prune(connection, Duration.ZERO)).isEqualTo(Emptying.PRUNED);
    } finally {
      queue.sql("DROP OWNED BY " + role);
      queue.sql("DROP ROLE " + role);
    }
  }

  /**
   * Two that wait for each other, one of which prunes: the other uses the segment, and the prune is
   * the one that gives way. The other comes to the lock between the looks for whoever keeps it.
   */
  @Test
  void aWaitThatWouldNeverEndIsBlocked() throws Exception {
    Duration patience = Duration.ofSeconds(2);
    try (Connection first = queue.begin();
        Connection second = queue.begin();
        Connection pruning = queue.connect();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      TestQueue.sql(pruning, "SET deadlock_timeout = '1500ms'"); // below the patience
      TestQueue.sql(second, "SET LOCAL deadlock_timeout = '1min'");
      long pid = TestQueue.number(pruning, "SELECT pg_backend_pid()");
      TestQueue.sql(first, "LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE");
      Future<Emptying> prune = threads.submit(() -> prune(pruning, patience));
      awaitEvent(pid, "PgSleep");
      TestQueue.sql(second, "LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE");
      first.rollback();
      awaitEvent(pid, "relation");
      TestQueue.sql(second, "LOCK TABLE awa.leadership IN ACCESS EXCLUSIVE MODE");
      assertThat(prune.get()).isEqualTo(Emptying.BLOCKED);
      second.rollback();
    }
    Eventually.holds("it was a deadlock", () -> deadlocks() == 1);
    assertStillToBePruned();
  }

  private void awaitEvent(long pid, String event) {
    Eventually.holds(
        event,
        () ->
            queue
                .texts("SELECT wait_event FROM pg_stat_activity WHERE pid = ?", pid)
                .contains(event));
  }

  private long deadlocks() throws SQLException {
    return queue.number(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }
}
