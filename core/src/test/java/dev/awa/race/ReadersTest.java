package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.StorageStatus;
import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Segment;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.lab.Eventually;
import dev.awa.support.DailyWork;
import dev.awa.support.LockWaits;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A transaction that stays open keeps the ring from turning, and nobody from work: whoever empties
 * segments never queues behind it, because all others would queue up behind that.
 */
@Tag("every-postgres")
final class ReadersTest {
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final int ROUNDS = 15;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring;
  private final DailyWork work;

  ReadersTest() throws SQLException {
    ring = new TestRing(queue);
    work = new DailyWork(queue);
    queue.enqueue("q", 3);
    assertThat(work.complete("q")).isEqualTo(3);
    queue.enqueue("paused", 5);
    queue.enqueue("held", 1);
    ring.rotate();
  }

  /** What sessions do that stay in their transaction. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM awa.jobs",
        "SELECT count(*) FROM awa.ready_entries",
        "SELECT count(*) FROM awa.closures_0",
        "LOCK TABLE awa.ready_entries, awa.claims, awa.closures IN ACCESS SHARE MODE",
        "INSERT INTO awa.attempt_outputs (job_id, run_no, slot, attempt, output) VALUES (1, 1,"
            + " 0, 1, '')"
      })
  void whoeverEmptiesSegmentsNeverWaitsForThem(String statement) throws Exception {
    try (Connection open = queue.begin()) {
      TestQueue.sql(open, statement);
      List<String> waiting =
          LockWaits.during(
              queue,
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  assertThat(ring.carry(PATIENCE)).isEqualTo(Emptying.BLOCKED);
                  work.round();
                }
              });
      assertThat(waiting).isEmpty();
      assertThat(queue.number("SELECT pg_relation_size('awa.ready_entries_carry')"))
          .as("nothing is copied in vain")
          .isZero();
    }
    assertThat(ring.carry(PATIENCE)).isEqualTo(Emptying.CARRIED);
  }

  /**
   * Each relation that a prune locks, by itself, however small the part of the queue is that the
   * reader looks at.
   */
  @Test
  void aReaderOfOneRelationStopsPruneAndCarryAndNobodyElse() throws Exception {
    assertThat(work.complete("paused")).isEqualTo(5);
    assertThat(work.complete("held")).isEqualTo(1);
    Generation oldest = ring.oldest();
    String drained = ring.drained();
    work.letGo();
    String ofTheSlot = " FROM unnest(awa.relations_of(0::smallint)) AS r";
    List<String> relations = queue.texts("SELECT r::regclass" + ofTheSlot);
    assertThat(relations).hasSize(7);
    for (String relation : relations) {
      try (Connection open = queue.begin()) {
        TestQueue.sql(open, "LOCK TABLE ONLY " + relation + " IN ACCESS SHARE MODE");
        List<String> waiting =
            LockWaits.during(
                queue,
                () -> {
                  for (Duration patience : List.of(Duration.ZERO, PATIENCE)) {
                    assertThat(prune(oldest, drained, patience))
                        .as(relation)
                        .isEqualTo(Emptying.BLOCKED);
                    work.round();
                    assertThat(ring.carry(patience)).as(relation).isEqualTo(Emptying.BLOCKED);
                    work.round();
                  }
                });
        assertThat(waiting).as(relation).isEmpty();
      }
    }
    assertThat(prune(oldest, drained, Duration.ZERO)).isEqualTo(Emptying.PRUNED);
    assertThat(queue.number("SELECT sum(pg_relation_size(r))" + ofTheSlot)).isZero();
  }

  private Emptying prune(Generation oldest, String drained, Duration patience) throws SQLException {
    return queue.with(
        tx -> queue.engine().ring().prune(tx, ring.lead(), oldest, drained, patience));
  }

  /** Claims and flushes are no readers: a try may wait for them, or none would ever succeed. */
  @Test
  void aTransactionThatIsShortIsNoHolder() throws SQLException {
    AtomicBoolean over = new AtomicBoolean();
    Thread working =
        Thread.ofPlatform()
            .start(() -> {
              try (Connection connection = queue.connect()) {
                while (!over.get()) {
                  TestQueue.sql(connection, "SELECT count(*) FROM awa.claims");
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Eventually.holds("it is carried", () -> ring.carry(PATIENCE) == Emptying.CARRIED);
    over.set(true);
    Eventually.holds("the work is over", () -> !working.isAlive());
  }

  @Test
  void whoIsInTheWayIsNamedWithWhatToDo() throws SQLException {
    try (Connection open = queue.connect()) {
      TestQueue.sql(open, "SET application_name = 'a report'");
      open.setAutoCommit(false);
      long pid = TestQueue.number(open, "SELECT pg_backend_pid() FROM awa.jobs");
      StorageStatus status = queue.awa().storage().status(1);
      List<Segment> segments = status.segments();
      assertThat(status.blockersOf(segments.getFirst().generation()))
          .anySatisfy(words ->
              assertThat(words)
                  .startsWith(
                      "process "
                          + pid
                          + " (a report, user postgres, idle in transaction, its transaction"
                          + " open for ")
                  .endsWith(
                      "has read the tables of the queue and keeps every segment from being"
                          + " emptied: end its transaction, or SELECT pg_terminate_backend("
                          + pid
                          + ")"));
      assertThat(status.blockersOf(segments.getLast().generation()))
          .containsExactly("it is current");
    }
    assertThat(queue.awa().storage().status(1).holders()).isEmpty();
  }

  @Test
  void aPreparedTransactionIsNamed() throws SQLException {
    try (Connection open = queue.begin()) {
      TestQueue.sql(
          open,
          "INSERT INTO awa.attempt_outputs (job_id, run_no, slot, attempt, output)"
              + " VALUES (1, 1, 0, 1, '')");
      TestQueue.sql(open, "PREPARE TRANSACTION 'transfer 12'");
      open.setAutoCommit(true);
      Holder holder = queue.awa().storage().status(1).holders().getFirst();
      assertThat(holder.prepared()).isEqualTo("transfer 12");
      assertThat(holder.pid()).isNull();
      assertThat(holder.wrote()).isTrue();
      StorageStatus status = queue.awa().storage().status(1);
      assertThat(status.blockersOf(status.segments().getFirst().generation()))
          .anySatisfy(words ->
              assertThat(words)
                  .startsWith("prepared transaction \"transfer 12\" (user postgres, for ")
                  .endsWith("COMMIT PREPARED or ROLLBACK PREPARED 'transfer 12'"));
      TestQueue.sql(open, "ROLLBACK PREPARED 'transfer 12'");
    }
  }

  /** A role that may not look at the sessions of others is told who it is, not what it does. */
  @Test
  void whatARoleMayNotSeeIsSaidToBeHidden() throws SQLException {
    String modestRole = "modest_" + TestQueue.randomId();
    queue.sql("CREATE ROLE " + modestRole);
    try (Connection open = queue.begin();
        Connection modest = queue.begin()) {
      TestQueue.sql(open, "SELECT count(*) FROM awa.jobs");
      TestQueue.sql(open, "SET LOCAL application_name = 'a report'");
      TestQueue.sql(modest, "GRANT USAGE ON SCHEMA awa TO " + modestRole);
      TestQueue.sql(modest, "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA awa TO " + modestRole);
      TestQueue.sql(modest, "SET LOCAL ROLE " + modestRole);
      Holder holder = queue.engine().ring().holders(modest, ring.oldest()).getFirst();
      assertThat(holder.user()).isEqualTo("postgres");
      assertThat(holder.state()).isNull();
      assertThat(holder.openFor()).isNull();
      modest.rollback();
    } finally {
      queue.sql("DROP ROLE " + modestRole);
    }
  }
}
