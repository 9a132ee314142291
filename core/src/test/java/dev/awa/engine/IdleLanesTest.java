package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Ring.Emptying;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lanes that were used once and have nothing in the ring cost maintenance nothing: what a step
 * reads follows the lanes that have something in the slot that it looks at.
 */
@Tag("every-postgres")
final class IdleLanesTest {
  private static final int IDLE = 5000;

  /** One block a lane would be more. */
  private static final long FEW_BLOCKS = 1000;

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);

  IdleLanesTest() throws SQLException {}

  @BeforeEach
  void fill() throws SQLException {
    queue.sql(
        "INSERT INTO awa.lanes (queue, priority, stripe)"
            + " SELECT 'idle ' || i, 2, 0 FROM generate_series(1, ?) AS i",
        IDLE);
    queue.sql("INSERT INTO awa.lane_counts (lane) SELECT l.lane FROM awa.lanes l");
    queue.sql(
        "INSERT INTO awa.lane_checkpoints (lane, claim_no, pos_xid, pos_job_id, taken, lo, hi)"
            + " SELECT l.lane, 1, '5', 0, 1, '1:1:', '5:5:' FROM awa.lanes l");
    long worker = queue.worker();
    queue.enqueue("q", 10);
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 10), TestQueue.completed()));
    ring.rotate();
    queue.sql("DELETE FROM awa.workers");
  }

  private interface Step {
    void on(Connection tx) throws SQLException;
  }

  private void assertFewBlocks(Step step) throws SQLException {
    Plans plans = Plans.of(queue, step::on);
    assertThat(plans.scans()).isNotEmpty();
    assertThat(plans.scans().stream().mapToLong(Plans.Scan::blocks).sum())
        .as(() -> plans.scans().stream().map(plans::text).distinct().toList().toString())
        .isLessThan(FEW_BLOCKS);
  }

  @Test
  void ofAProofThatASegmentIsDrained() throws SQLException {
    assertFewBlocks(tx -> assertThat(queue.engine().ring().drained(tx, ring.oldest())).isPresent());
  }

  @Test
  void ofAPrune() throws SQLException {
    String drained = ring.drained();
    assertFewBlocks(tx ->
        assertThat(
                queue.engine().ring().prune(tx, ring.lead(), ring.oldest(), drained, Duration.ZERO))
            .isEqualTo(Emptying.PRUNED));
  }

  @Test
  void ofACarry() throws SQLException {
    assertFewBlocks(tx ->
        assertThat(queue.engine().ring().carry(tx, ring.lead(), ring.oldest(), Duration.ZERO))
            .isEqualTo(Emptying.CARRIED));
  }

  @Test
  void ofASweepWhereNothingWasCarriedAndWhereSomethingWas() throws SQLException {
    assertFewBlocks(
        tx -> assertThat(queue.engine().ring().sweepCarry(tx, ring.lead(), 1000)).isZero());
    queue.enqueue("waits", 3);
    ring.rotate();
    ring.carry(Duration.ZERO);
    ring.carry(Duration.ZERO);
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries WHERE slot = -1")).isEqualTo(3);
    assertFewBlocks(
        tx -> assertThat(queue.engine().ring().sweepCarry(tx, ring.lead(), 1000)).isZero());
  }

  @Test
  void ofACountOfWhatWaits() throws SQLException {
    queue.enqueue("q", 100);
    long lane = queue.number("SELECT lane FROM awa.lanes WHERE queue = 'q'");
    assertFewBlocks(tx -> queue.engine().queues().countWaiting(tx, ring.lead(), 0, 1000, 10));
    assertThat(queue.number("SELECT waiting FROM awa.lane_counts WHERE lane = ?", lane))
        .isEqualTo(100);
    assertFewBlocks(tx -> queue.engine().queues().countWaiting(tx, ring.lead(), 0, 1000, 10));
  }

  @Test
  void ofALookWhetherTheClusterIsAnother() throws SQLException {
    assertFewBlocks(tx -> queue.engine().migrations().check(tx));
  }

  /** The newest id is found wherever it is: in a checkpoint, a claim, or a run. */
  @Test
  void theNewestIdIsFoundWhereverItIs() throws SQLException {
    queue.sql("UPDATE awa.storage_state SET xid_high_water = '3'");
    long run = known();
    queue.sql("UPDATE awa.claims SET hi = '5000000:5000000:'");
    assertThat(known()).isEqualTo(5_000_000);
    queue.sql("UPDATE awa.ready_entries SET xid = '6000000' WHERE job_id % 10 = 0");
    assertThat(known()).isEqualTo(6_000_001);
    queue.sql("UPDATE awa.lane_checkpoints SET hi = '7000000:7000000:' WHERE lane = 4711");
    assertThat(known()).isEqualTo(7_000_000);
    assertThat(run).isBetween(4L, 4_999_999L);
  }

  /** What lies in older segments is of no higher id than the rotation after the next. */
  @Test
  void ofOlderSegmentsARotationTellsTheNewestId() throws SQLException {
    rotateTwice();
    queue.sql("UPDATE awa.storage_state SET xid_high_water = '3'");
    queue.sql("UPDATE awa.ready_entries SET xid = '6000000' WHERE slot = 0");
    long since = queue.number("SELECT max(since::text::bigint) FROM awa.ring");
    assertThat(known()).isGreaterThan(since).isLessThan(5_000_000);
    queue.sql("UPDATE awa.ring SET since = '6000000' WHERE gen = 3");
    assertThat(known()).isEqualTo(6_000_001);
  }

  /** As after a rebase, which forgets the ids of another cluster. */
  @Test
  void whereNoRotationIsKnownEachSegmentIsLookedAt() throws SQLException {
    rotateTwice();
    queue.sql("UPDATE awa.ready_entries SET xid = '6000000' WHERE slot = 0");
    assertThat(known()).isLessThan(5_000_000);
    queue.sql("UPDATE awa.ring SET since = NULL WHERE gen = 3");
    assertThat(known()).as("the last but one bounds generation 0 too").isLessThan(5_000_000);
    queue.sql("UPDATE awa.ring SET since = NULL");
    assertThat(known()).isEqualTo(6_000_001);
  }

  private void rotateTwice() throws SQLException {
    for (int i = 0; i < 2; i++) {
      queue.enqueue("q", 1);
      ring.rotate();
    }
  }

  private long known() throws SQLException {
    return queue.number("SELECT known::text::bigint FROM awa.compare_xids()");
  }
}
