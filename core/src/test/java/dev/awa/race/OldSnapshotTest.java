package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Lead;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A producer may have looked at the database long before it writes: whatever the ring did in
 * between, its jobs are not written where nobody looks.
 */
final class OldSnapshotTest {
  private final TestQueue queue = TestQueue.create();
  private final Lead lead = new Lead(TestQueue.randomId(), 1);

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void aTransactionThatIsOlderThanAPruneLosesNoJob(int isolation) throws SQLException {
    beginLeading();
    long worker = queue.worker();
    try (Connection old = queue.connect()) {
      old.setTransactionIsolation(isolation);
      old.setAutoCommit(false);
      TestQueue.number(old, "SELECT count(*) FROM awa.queues");
      turnTheRing(worker, 3);

      List<Long> ids = new ArrayList<>();
      ids.add(queue.awa().enqueue(old, TestQueue.job("q", 1)).id());
      queue.awa().copy(old, List.of(TestQueue.job("q", 2)).iterator(), a -> ids.add(a.id()));
      ids.add(TestQueue.number(old, "SELECT job_id FROM awa.enqueue('test', '{}', queue => 'q')"));
      old.commit();

      assertThat(queue.drain(worker, "q")).containsExactlyElementsOf(ids);
    }
  }

  @Test
  void aCopyThatStallsWhileTheRingTurnsLosesNoJob() throws SQLException {
    beginLeading();
    long worker = queue.worker();
    List<Long> ids = new ArrayList<>();
    try (Connection tx = queue.begin()) {
      Iterator<dev.awa.Job<?>> stalling =
          new Iterator<>() {
            private int n;

            @Override
            public boolean hasNext() {
              return n < 1500;
            }

            @Override
            public dev.awa.Job<?> next() {
              if (++n == 1200) {
                tryToTurnTheRing(worker);
              }
              return TestQueue.job("q", n);
            }
          };
      queue.awa().copy(tx, stalling, a -> ids.add(a.id()));
      tx.commit();
    }
    assertThat(queue.drain(worker, "q")).containsExactlyElementsOf(ids);
  }

  @Test
  void aReservationKeepsItsSlotFromBeingPruned() throws SQLException {
    beginLeading();
    long worker = queue.worker();
    try (Connection tx = queue.begin()) {
      long slot =
          TestQueue.number(
              tx, "SELECT slot FROM awa.reserve(1, ARRAY['q'], ARRAY[2::smallint], ARRAY[NULL])");
      tryToTurnTheRing(worker);
      TestQueue.sql(
          tx,
          "INSERT INTO awa.ready_entries_"
              + slot
              + " (lane, job_id, kind, args) SELECT lane, 1000000, 'test', '{}' FROM awa.lanes");
      tx.commit();
    }
    assertThat(queue.drain(worker, "q")).containsExactly(1_000_000L);
  }

  private void beginLeading() throws SQLException {
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.with(
        tx -> queue.engine().leadership().lead(tx, lead.workerId(), Duration.ofHours(1)).mine());
  }

  private void tryToTurnTheRing(long worker) {
    try {
      turn(worker);
      turn(worker);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prunes this many generations. */
  private void turnTheRing(long worker, int generations) throws SQLException {
    for (int i = 0; i < generations; i++) {
      assertThat(turn(worker)).isEqualTo(Emptying.PRUNED);
    }
  }

  /** Uses the current segment, opens another, and prunes the oldest. */
  private Emptying turn(long worker) throws SQLException {
    queue.enqueue("other", 1);
    queue.flush(
        worker,
        TestQueue.randomId(),
        TestQueue.ended(queue.claim(worker, "other", 512), TestQueue.completed()));
    queue.with(tx -> queue.engine().ring().rotate(tx, lead));
    queue.transaction(queue.engine().ring()::publishHead);
    Generation oldest =
        queue.with(tx -> queue.engine().ring().generations(tx)).stream()
            .filter(generation -> !generation.isCarry())
            .findFirst()
            .orElseThrow();
    String drained = queue.with(tx -> queue.engine().ring().drained(tx, oldest)).orElse("1:1:");
    queue.sql("UPDATE awa.beats SET announced_epoch = 9000000000, held_slots = '{}'");
    return queue.with(tx -> queue.engine().ring().prune(tx, lead, oldest, drained, Duration.ZERO));
  }
}
