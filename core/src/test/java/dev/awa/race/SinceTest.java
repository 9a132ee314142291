package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Lead;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The ring says since which transaction id writers know of a segment, so a claim leaves the older
 * ones out. Whoever wrote into one of those is found there all the same.
 */
@Tag("every-postgres")
final class SinceTest {
  private static final String READ =
      "SELECT count(*) FROM generate_series(-1, 15) AS s (slot),"
          + " awa.slots_since(awa.live_slots(), pg_snapshot_xmax(pg_current_snapshot())) AS r"
          + " WHERE s.slot BETWEEN r.from_slot AND r.to_slot OR s.slot <= r.wrap_slot";

  private final TestQueue queue = TestQueue.create();
  private final Lead lead = new Lead(TestQueue.randomId(), 1);
  private long worker;

  @BeforeEach
  void beginLeading() throws SQLException {
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0'");
    queue.with(
        tx -> queue.engine().leadership().lead(tx, lead.workerId(), Duration.ofHours(1)).mine());
    worker = queue.worker();
    workAndRotate(1);
  }

  @Test
  void aLaneAtWorkIsReadInTheTwoNewestSegments() throws SQLException {
    for (int generation = 2; generation < 15; generation++) {
      workAndRotate(1);
      assertThat(queue.number(READ)).as("with the carry partition").isEqualTo(3);
    }
    List<Long> ids = queue.enqueue("q", 3);
    assertThat(queue.drain(worker, "q")).isEqualTo(ids);
  }

  @Test
  void aTransactionThatAimedBeforeTheRingTurnedIsReadInItsOldSegment() throws SQLException {
    try (Connection tx = queue.begin()) {
      long aim = TestQueue.number(tx, "SELECT awa.write_gen()");
      workAndRotate(5);
      List<Long> others = queue.enqueue("q", 1);
      append(tx, aim);
      tx.commit();
      assertThat(queue.drain(worker, "q"))
          .as("the late one comes first")
          .hasSize(2)
          .endsWith(others.getFirst());
    }
  }

  @Test
  void aTransactionThatNoSnapshotHadSeenYetIsReadInItsOldSegment() throws SQLException {
    try (Connection tx = queue.begin()) {
      long aim = TestQueue.number(tx, "SELECT awa.write_gen()");
      for (int i = 0; i < 5; i++) {
        queue.enqueue("other", 1); // so that there is something to rotate, and no window of q ends
        rotate();
      }
      append(tx, aim);
      tx.commit();
      assertThat(queue.drain(worker, "q")).hasSize(1);
    }
  }

  @Test
  void aRotationByATransactionThatHadAnIdSaysNothing() throws SQLException {
    workAndRotate(3);
    queue.enqueue("q", 1);
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SELECT pg_current_xact_id()");
      assertThat(queue.engine().ring().rotate(tx, lead)).isTrue();
      tx.commit();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ring WHERE gen > 0 AND since IS NULL"))
        .isEqualTo(1);
  }

  @Test
  void aRotationBeforeTheLastOneWasPublishedSaysNothing() throws SQLException {
    workAndRotate(3);
    queue.enqueue("q", 1);
    queue.with(tx -> queue.engine().ring().rotate(tx, lead));
    queue.sql(
        "INSERT INTO awa.ready_entries (slot, lane, job_id, kind, args) SELECT max(r.slot), 1, 0,"
            + " 'test', '{}' FROM awa.ring r WHERE r.gen = (SELECT max(gen) FROM awa.ring)");
    queue.with(tx -> queue.engine().ring().rotate(tx, lead));
    assertThat(queue.texts("SELECT (since IS NULL)::text FROM awa.ring WHERE gen > 0 ORDER BY gen"))
        .as("the last of them only")
        .endsWith("false", "true")
        .containsOnlyOnce("true");
  }

  private void workAndRotate(int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      queue.enqueue("q", 1);
      queue.drain(worker, "q");
      rotate();
    }
  }

  private void rotate() throws SQLException {
    assertThat(queue.<Boolean>with(tx -> queue.engine().ring().rotate(tx, lead))).isTrue();
    queue.transaction(queue.engine().ring()::publishHead);
  }

  /** What a producer does that stalls between its look at the head and its insert. */
  private static void append(Connection tx, long generation) throws SQLException {
    TestQueue.sql(
        tx,
        "INSERT INTO awa.ready_entries (slot, lane, job_id, kind, args)"
            + " SELECT ?, l.lane, nextval('awa.job_id_seq'), 'test', '{}'"
            + " FROM awa.lanes l WHERE l.queue = 'q'",
        generation % 16);
  }
}
