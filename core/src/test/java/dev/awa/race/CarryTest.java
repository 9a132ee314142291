package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.StorageStatus;
import dev.awa.engine.Claimed;
import dev.awa.engine.Ring.Emptying;
import dev.awa.lab.Eventually;
import dev.awa.support.Damage;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What waits is carried beside claims and cancellations, and stands in the ready log once. */
@Tag("every-postgres")
final class CarryTest {
  private static final long GATE = 4712;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);

  CarryTest() throws SQLException {}

  private interface Meanwhile {
    void run() throws SQLException;
  }

  /** The carry stops when it has copied, before it has the locks; then something happens. */
  private void carryWhile(Meanwhile meanwhile) throws Exception {
    queue.sql("ALTER FUNCTION awa.checkpoint_lanes(smallint) RENAME TO checkpoint_lanes_at_once");
    queue.sql(
        """
        CREATE FUNCTION awa.checkpoint_lanes(p_slot smallint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(%d);
          PERFORM awa.checkpoint_lanes_at_once(p_slot);
        END $$
        """
            .formatted(GATE));
    try (Connection gate = queue.connect();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      TestQueue.sql(gate, "SELECT pg_advisory_lock(?)", GATE);
      Future<Emptying> carry = threads.submit(() -> ring.carry(PATIENCE));
      Eventually.holds("the carry has copied", this::someoneWaitsAtTheGate);
      meanwhile.run();
      TestQueue.sql(gate, "SELECT pg_advisory_unlock(?)", GATE);
      assertThat(carry.get()).isEqualTo(Emptying.CARRIED);
    }
  }

  private boolean someoneWaitsAtTheGate() throws SQLException {
    return queue.number(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid ="
                + " ?",
            GATE)
        == 1;
  }

  private List<String> rows() throws SQLException {
    return queue.texts(
        "SELECT job_id || ' in ' || slot FROM awa.ready_entries ORDER BY job_id, slot");
  }

  @Test
  void runsThatCantBeReadAreCarriedWithoutWhatIsLost() throws Exception {
    long worker = queue.worker();
    long open = queue.awa().enqueue(Damage.large("q", 1)).id();
    queue.claim(worker, "q", 1);
    long waiting = queue.awa().enqueue(Damage.large("q", 2)).id();
    List<Long> good = queue.enqueue("q", 2);
    ring.rotate();
    Damage.of(queue, "awa.ready_entries_0");
    assertThatThrownBy(() -> ring.carry(PATIENCE)).isInstanceOf(SQLException.class);
    Map<Long, String> unreadable =
        queue.with(tx -> queue.engine().ring().unreadable(tx, ring.oldest()));
    assertThat(unreadable).containsOnlyKeys(open, waiting);
    Emptying answer =
        queue.with(tx ->
            queue.engine().ring().carry(tx, ring.lead(), ring.oldest(), PATIENCE, unreadable));
    assertThat(answer).isEqualTo(Emptying.CARRIED);
    Claimed claimed = queue.claim(worker, "q", 10);
    assertThat(TestQueue.jobs(claimed)).containsExactly(waiting, good.get(0), good.get(1));
    assertThat(TestQueue.runs(claimed).getFirst().unreadable()).contains("arguments: ", "XX001");
    assertThat(TestQueue.runs(claimed).get(1).unreadable()).isNull();
  }

  private long swept(int limit) throws SQLException {
    Long rows = queue.with(tx -> queue.engine().ring().sweepCarry(tx, ring.lead(), limit));
    return rows;
  }

  @Test
  void runsThatAreOverAreSweptBehindManyThatAreOpen() throws SQLException {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 6);
    ring.rotate();
    assertThat(ring.carry(PATIENCE)).isEqualTo(Emptying.CARRIED);
    Claimed open = queue.claim(worker, "q", 3);
    assertThat(TestQueue.jobs(open)).isEqualTo(ids.subList(0, 3));
    Claimed done = queue.claim(worker, "q", 3);
    queue.flush(worker, 1, TestQueue.ended(done, TestQueue.completed()));
    assertThat(swept(2)).isEqualTo(2);
    assertThat(swept(2)).isEqualTo(1);
    assertThat(rows())
        .containsExactly(ids.get(0) + " in -1", ids.get(1) + " in -1", ids.get(2) + " in -1");
    queue.flush(worker, 2, TestQueue.ended(open, TestQueue.completed()));
    ring.sweepCarry();
    assertThat(rows()).isEmpty();
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(6);
  }

  @Test
  void aRunThatIsClaimedMeanwhileIsCarriedAsOpen() throws Exception {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 3);
    ring.rotate();
    carryWhile(() -> assertThat(TestQueue.jobs(queue.claim(worker, "q", 1))).hasSize(1));
    assertThat(rows())
        .containsExactly(ids.get(0) + " in -1", ids.get(1) + " in -1", ids.get(2) + " in -1");
    assertThat(queue.texts("SELECT state FROM awa.jobs ORDER BY id"))
        .containsExactly("running", "available", "available");
    assertThat(queue.drain(worker, "q")).containsExactly(ids.get(1), ids.get(2));
  }

  @Test
  void runsThatArePurgedMeanwhileNeitherWaitNorStay() throws Exception {
    queue.enqueue("q", 3);
    ring.rotate();
    carryWhile(() -> assertThat(queue.awa().queues().purge("q", "test").jobs()).isEqualTo(3));
    assertThat(queue.awa().queues().stats("q").available()).isZero();
    assertThat(queue.texts("SELECT state FROM awa.jobs")).isEmpty();
    assertThat(queue.drain(queue.worker(), "q")).isEmpty();
    ring.sweepCarry();
    assertThat(rows()).isEmpty();
  }

  @Test
  void aRunThatIsClaimedAndCompletedMeanwhileIsNotCarried() throws Exception {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 3);
    ring.rotate();
    carryWhile(() -> {
      Claimed claimed = queue.claim(worker, "q", 2);
      queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()));
    });
    assertThat(rows()).containsExactly(ids.get(2) + " in -1");
    assertThat(queue.drain(worker, "q")).containsExactly(ids.get(2));
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(2);
  }

  @Test
  void aRunThatIsCancelledMeanwhileIsNotCarried() throws Exception {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 3);
    queue.awa().jobs().cancel(ids.get(0), "before");
    ring.rotate();
    carryWhile(() -> queue.awa().jobs().cancel(ids.get(1), "meanwhile"));
    assertThat(rows()).containsExactly(ids.get(2) + " in -1");
    assertThat(queue.drain(worker, "q")).containsExactly(ids.get(2));
    assertThat(queue.awa().queues().stats("q").cancelled()).isEqualTo(2);
  }

  /** What an earlier carry brought has no original in the segment. */
  @Test
  void whatWasCarriedEarlierStays() throws Exception {
    long worker = queue.worker();
    long early = queue.enqueue("q", 1).getFirst();
    ring.rotate();
    assertThat(ring.carry(Duration.ZERO)).isEqualTo(Emptying.CARRIED);
    long late = queue.enqueue("q", 1).getFirst();
    ring.rotate();
    carryWhile(() -> assertThat(TestQueue.jobs(queue.claim(worker, "q", 2))).hasSize(2));
    assertThat(rows()).containsExactly(early + " in -1", late + " in -1");
    assertThat(queue.texts("SELECT state FROM awa.jobs ORDER BY id"))
        .containsExactly("running", "running");
  }

  @Test
  void twoLeadersDoNotCarryTheSame() throws Exception {
    queue.worker();
    List<Long> ids = queue.enqueue("q", 1);
    ring.rotate();
    carryWhile(() -> assertThat(ring.carry(Duration.ZERO)).isEqualTo(Emptying.BLOCKED));
    assertThat(rows()).containsExactly(ids.getFirst() + " in -1");
  }

  @Test
  void whoLooksMeanwhileIsToldThatTheLeaderCarries() throws Exception {
    queue.worker();
    queue.enqueue("q", 3);
    ring.rotate();
    carryWhile(() -> {
      StorageStatus status = queue.awa().storage().status(1);
      assertThat(status.holders()).extracting(StorageStatus.Holder::step).containsExactly("carry");
      assertThat(status.blockersOf(0))
          .anySatisfy(words ->
              assertThat(words).startsWith("it is being carried now by the leader (process "))
          .noneMatch(words -> words.contains("pg_terminate_backend"));
    });
  }

  /** Nothing is locked for each lane: a server has room for some thousand locks. */
  @Test
  void moreLanesAreCarriedThanTheServerHasLocks() throws SQLException {
    long lanes = 1000;
    queue.sql(
        "SELECT count(*) FROM generate_series(1, ?) AS i,"
            + " LATERAL awa.enqueue('test', '{}', queue => 'queue ' || i)",
        lanes);
    ring.rotate();
    try (Connection connection = queue.begin()) {
      Emptying answer =
          queue.engine().ring().carry(connection, ring.lead(), ring.oldest(), Duration.ZERO);
      assertThat(answer).isEqualTo(Emptying.CARRIED);
      assertThat(
              TestQueue.number(
                  connection,
                  "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype ="
                      + " 'advisory' AND objsubid = 1")) // the others show which step it is
          .isZero();
      connection.commit();
    }
    assertThat(queue.number("SELECT count(DISTINCT lane) FROM awa.ready_entries WHERE slot = -1"))
        .isEqualTo(lanes);
  }
}
