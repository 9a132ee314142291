package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A segment is found drained as of one snapshot: what is claimed during the look does not count.
 */
@Tag("every-postgres")
final class DrainedTest {
  private static final long GATE = 4711;

  private final TestQueue queue = TestQueue.create();
  private final Ring ring = queue.engine().ring();
  private final Lead lead;

  DrainedTest() throws SQLException {
    lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow();
  }

  /**
   * The leader's look stops after its snapshot and before its proof. Meanwhile a worker registers,
   * which announces an epoch that is not below the snapshot's, and claims the only run; its claim
   * lies in a newer segment, so no closing proof sees it. Were the segment found drained as of the
   * old snapshot, prune would take the row of an open run.
   */
  @Test
  void aRunThatIsClaimedDuringTheLookKeepsItsSegment() throws Exception {
    queue.enqueue("q", 1);
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0'");
    queue.with(tx -> ring.rotate(tx, lead));
    publish();
    letTheLookStopAtAGate();
    Optional<String> drained;
    try (Connection gate = queue.connect();
        Connection leader = queue.connect();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      TestQueue.sql(leader, "SET awa.stops = 'on'");
      TestQueue.sql(gate, "SELECT pg_advisory_lock(?)", GATE);
      Future<Optional<String>> look = threads.submit(() -> ring.drained(leader, oldest()));
      Eventually.holds("the look has stopped", this::someoneWaitsAtTheGate);
      assertThat(TestQueue.jobs(queue.claim(queue.worker(), "q", 1))).hasSize(1);
      TestQueue.sql(gate, "SELECT pg_advisory_unlock(?)", GATE);
      drained = look.get();
    }
    if (drained.isPresent()) {
      assertThat(prune(drained.get())).isEqualTo(Emptying.HELD);
    }
    String later = queue.with(tx -> ring.drained(tx, oldest())).orElseThrow();
    assertThat(prune(later)).as("the worker has not announced since").isEqualTo(Emptying.HELD);
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isEqualTo(1);
  }

  /**
   * A leader dies between a rotation and its publication. Were the segment emptied that writers
   * still take for the newest, claims would be written where nobody reads them.
   */
  @Test
  void aSegmentThatWritersTakeForTheNewestIsKept() throws SQLException {
    queue.enqueue("q", 1);
    queue.sql("DELETE FROM awa.ready_entries");
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0'");
    queue.with(tx -> ring.rotate(tx, lead));
    String drained = queue.with(tx -> ring.drained(tx, oldest())).orElseThrow();
    assertThat(prune(drained)).isEqualTo(Emptying.HELD);
    Emptying carried = queue.with(tx -> ring.carry(tx, lead, oldest(), Duration.ZERO));
    assertThat(carried).isEqualTo(Emptying.BLOCKED);
    publish();
    assertThat(prune(drained)).isEqualTo(Emptying.PRUNED);
  }

  /**
   * Behind a pooler what was found drained counts on a server process that was there; a crash ends
   * them all. A clock that was set back makes a new process look old, but for its age.
   */
  @Test
  void aSegmentIsPrunedByAServerProcessThatWasThere() throws SQLException {
    queue.enqueue("q", 1);
    queue.sql("DELETE FROM awa.ready_entries");
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0'");
    queue.with(tx -> ring.rotate(tx, lead));
    publish();
    try (Connection leader = queue.connect()) {
      Ring.Moment found = ring.now(leader);
      String asOf = ring.drained(leader, oldest()).orElseThrow();
      Ring.Drained drained = new Ring.Drained(asOf, found, Duration.ZERO);
      assertThat(queue.<Emptying>with(tx -> pruneServedSince(tx, drained)))
          .isEqualTo(Emptying.WAITING);
      Ring.Moment elsewhere = new Ring.Moment(found.at(), "before the failover");
      assertThat(pruneServedSince(leader, new Ring.Drained(asOf, elsewhere, Duration.ZERO)))
          .isEqualTo(Emptying.WAITING);
      assertThat(pruneServedSince(leader, new Ring.Drained(asOf, found, Duration.ofDays(1))))
          .isEqualTo(Emptying.WAITING);
      assertThat(pruneServedSince(leader, drained)).isEqualTo(Emptying.PRUNED);
    }
  }

  private Emptying pruneServedSince(Connection tx, Ring.Drained drained) throws SQLException {
    return ring.pruneServedSince(tx, lead, oldest(), drained, Duration.ZERO);
  }

  private void publish() throws SQLException {
    try (Connection connection = queue.connect()) {
      ring.publishHead(connection);
    }
  }

  private Generation oldest() throws SQLException {
    return queue.with(ring::generations).stream()
        .filter(g -> !g.isCarry())
        .findFirst()
        .orElseThrow();
  }

  private Emptying prune(String drained) throws SQLException {
    return queue.with(tx -> ring.prune(tx, lead, oldest(), drained, Duration.ZERO));
  }

  /** The look reads the tail of the ring first, once it has its snapshot. */
  private void letTheLookStopAtAGate() throws SQLException {
    queue.sql("ALTER FUNCTION awa.tail_gen() RENAME TO tail_gen_at_once");
    queue.sql(
        """
        CREATE FUNCTION awa.tail_gen() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
        BEGIN
          IF current_setting('awa.stops', true) = 'on' THEN
            PERFORM pg_advisory_xact_lock_shared(%d);
          END IF;
          RETURN awa.tail_gen_at_once();
        END $$
        """
            .formatted(GATE));
  }

  private boolean someoneWaitsAtTheGate() throws SQLException {
    return queue.number(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid ="
                + " ?",
            GATE)
        == 1;
  }
}
