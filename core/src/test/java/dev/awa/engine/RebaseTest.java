package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.QueueStats;
import dev.awa.Rebased;
import dev.awa.SchemaException;
import dev.awa.StorageStatus;
import dev.awa.Unique;
import dev.awa.client.Storage.History;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A queue whose data was dumped and restored into another cluster: it is not used before it was
 * rebased, and nothing is lost, run twice or out of its order by that.
 *
 * <p>The other cluster is made by moving every transaction id of the data far into the future: to a
 * cluster that is behind, that is what a restored queue looks like.
 */
@Tag("every-postgres")
final class RebaseTest {
  private static final Ending RETRIED =
      new Ending(
          Closure.RETRIED, new Ending.Next.Again(3_600_000_000L, JobState.RETRYABLE, 1), null);
  private static final Ending FAILED =
      new Ending(Closure.FAILED, new Ending.Next.Failed("failed_by_handler"), null);

  private final TestQueue queue = TestQueue.create();
  private long flushNo;

  /**
   * The runs that are not finished, in the order of their lanes. As the view shows them once the
   * carry partition is swept: before, it takes finished runs there whose claims are gone for
   * waiting ones. The sweep is taken back.
   */
  private List<Long> unfinished() throws SQLException {
    try (Connection tx = queue.begin()) {
      Ring ring = queue.engine().ring();
      queue
          .engine()
          .leadership()
          .lend(tx, Duration.ofSeconds(10), lead -> ring.sweepCarry(tx, lead, 10_000));
      List<String> ids =
          TestQueue.texts(
              tx,
              """
              SELECT e.job_id
              FROM awa.ready_entries e
              JOIN awa.jobs j ON j.id = e.job_id AND j.run_no = e.run_no
              WHERE j.state IN ('available', 'running')
              ORDER BY e.lane, e.xid, e.job_id
              """);
      tx.rollback();
      return ids.stream().map(Long::valueOf).toList();
    }
  }

  /** What a restore into a cluster that is behind makes of the data. */
  private void restoreElsewhere() throws SQLException {
    queue.transaction(tx -> {
      TestQueue.script(
          tx,
          """
          CREATE FUNCTION pg_temp.moved(x xid8) RETURNS xid8 LANGUAGE sql AS
          $$ SELECT CASE WHEN x::text::bigint < 3 THEN x
                    ELSE (x::text::bigint + 1000000000)::text::xid8 END $$;
          CREATE FUNCTION pg_temp.moved(s pg_snapshot) RETURNS pg_snapshot LANGUAGE sql AS
          $$ SELECT (pg_temp.moved(pg_snapshot_xmin(s)) || ':' || pg_temp.moved(pg_snapshot_xmax(s)) || ':'
               || coalesce((SELECT string_agg(pg_temp.moved(x)::text, ',' ORDER BY x) FROM pg_snapshot_xip(s) AS x), ''))::pg_snapshot $$;
          UPDATE awa.ready_entries SET xid = pg_temp.moved(xid);
          UPDATE awa.claims SET pos_xid = pg_temp.moved(pos_xid), xid_min = pg_temp.moved(xid_min),
                                lo = pg_temp.moved(lo), hi = pg_temp.moved(hi);
          UPDATE awa.lane_checkpoints SET pos_xid = pg_temp.moved(pos_xid), lo = pg_temp.moved(lo), hi = pg_temp.moved(hi);
          UPDATE awa.state_changes SET xid = pg_temp.moved(xid);
          UPDATE awa.state_tally SET upto = pg_temp.moved(upto);
          UPDATE awa.storage_state SET xid_high_water = pg_temp.moved(xid_high_water);
          UPDATE awa.beats SET announced_epoch = announced_epoch + 1000000000,
                               beat_at = beat_at - interval '1 minute';
          """);
    });
  }

  private void flush(long worker, List<Flush.Ended> ended) throws SQLException {
    assertThat(queue.flush(worker, ++flushNo, ended)).isEmpty();
  }

  private void rotate() {
    queue.awa().storage().rotate();
  }

  private void carryOldest() throws SQLException {
    Ring ring = queue.engine().ring();
    List<Ring.Generation> generations = queue.with(ring::generations);
    Ring.Generation oldest = generations.get(1);
    if (generations.size() > 2) {
      queue.transaction(tx ->
          queue
              .engine()
              .leadership()
              .lend(
                  tx, Duration.ofSeconds(10), lead -> ring.carry(tx, lead, oldest, Duration.ZERO)));
    }
  }

  @Test
  void whatWasPurgedDoesNotComeBackAndWhatCameLaterDoes() throws SQLException {
    queue.enqueue("q", 3);
    rotate();
    carryOldest();
    queue.enqueue("q", 3);
    assertThat(queue.awa().queues().purge("q", "test").available()).isEqualTo(6);
    List<Long> before = queue.enqueue("q", 2);
    restoreElsewhere();
    List<Long> after = queue.enqueue("q", 2); // with ids that the window of the purge takes for old
    assertThat(queue.awa().storage().rebase().waiting()).isEqualTo(4);
    List<Long> left = new ArrayList<>(before);
    left.addAll(after);
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(left);
  }

  // --- the check ---

  @Test
  void aQueueFromAnotherClusterIsNotUsed() throws SQLException {
    queue.enqueue("q", 1);
    queue.awa().check();
    restoreElsewhere();
    String message =
        "schema \"awa\" was written in another cluster: it knows transaction ids up to 1000";
    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("awa storage rebase");
    assertThatThrownBy(queue.awa()::migrate).hasMessageStartingWith(message);
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageStartingWith(message);
    queue.awa().storage().rebase();
    queue.awa().check();
  }

  /** Logical replication brings rows and no sequences; whether the ids are ahead or behind. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sequencesThatDidNotComeAreSetAndNoIdIsGivenTwice(boolean behind) throws SQLException {
    queue.enqueue("first", 1);
    List<Long> ids = queue.enqueue("q", 3);
    queue.with(tx -> {
      queue.engine().ring().publishHead(tx); // notes how far ids are
      return true;
    });
    rotate();
    assertThat(queue.number("SELECT job_id_high_water FROM awa.storage_state"))
        .isEqualTo(ids.getLast());
    if (behind) {
      restoreElsewhere();
    }
    queue.sql(
        "SELECT setval('awa.job_id_seq', 1, false), setval('awa.lanes_lane_seq', 1),"
            + " setval('awa.ring_head', 0), setval('awa.ring_tail', 0)");
    assertThatThrownBy(queue.awa()::check)
        .hasMessageContaining("job 4 is there, and the sequence job_id_seq has given out no more")
        .hasMessageContaining("lane 2 is there, and the sequence lanes_lane_seq")
        .hasMessageContaining("awa storage rebase");
    assertThat(queue.awa().storage().rebase().waiting()).isEqualTo(4);
    queue.awa().check();
    assertThat(queue.number("SELECT last_value FROM awa.ring_head")).isEqualTo(1);
    assertThat(queue.enqueue("third", 1).getFirst())
        .as("also past those that were given out since the mark")
        .isGreaterThan(10_000_000);
    assertThat(queue.drain(queue.worker(), "q")).containsExactlyElementsOf(ids);
  }

  /** The sequences are read as they are now, the ledger as it was. */
  @Test
  void anOldSnapshotIsNoFlaw() throws Exception {
    try (Connection checking = queue.begin()) {
      checking.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(TestQueue.number(checking, "SELECT count(*) FROM awa.ring")).isOne();
      queue.enqueue("q", 1);
      rotate();
      assertThat(queue.number("SELECT count(*) FROM awa.ring")).isEqualTo(2);
      queue.engine().migrations().check(checking);
    }
  }

  /** A start is checked while the others work, and the check may be held up anywhere. */
  @Test
  void aSlotThatIsFilledDuringTheCheckHasNotMissedATruncate() throws Exception {
    try (Connection holder = queue.begin();
        Connection checking = queue.begin();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      long pid = TestQueue.number(checking, "SELECT pg_backend_pid()");
      TestQueue.sql(holder, "LOCK TABLE awa.deferred_jobs IN ACCESS EXCLUSIVE MODE");
      Future<List<String>> flaws =
          threads.submit(() -> TestQueue.texts(checking, "SELECT flaw FROM awa.flaws_of_copy()"));
      Eventually.holds(
          "the check waits after it has read the ring",
          () ->
              queue
                  .texts("SELECT wait_event_type FROM pg_stat_activity WHERE pid = ?", pid)
                  .contains("Lock"));
      for (int turn = 0; turn < 3; turn++) {
        rotate(); // opens a generation; producers come to it later
        queue.enqueue("q", 1);
      }
      queue.claim(queue.worker(), "q", 3);
      holder.rollback();
      assertThat(flaws.get()).isEmpty();
    }
  }

  @Test
  void eachPlaceWhereATransactionIdIsKeptIsLookedAt() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 2);
    queue.claim(worker, "q", 1);
    String future = "2000000000";
    List<String> places =
        List.of(
            "UPDATE awa.storage_state SET xid_high_water = '" + future + "'",
            "UPDATE awa.ready_entries SET xid = '" + future + "'",
            "INSERT INTO awa.state_tally (upto) VALUES ('3:" + future + ":')",
            "UPDATE awa.claims SET hi = '3:" + future + ":'");
    for (String place : places) {
      try (Connection tx = queue.begin()) {
        queue.engine().migrations().check(tx);
        TestQueue.sql(tx, place);
        assertThatThrownBy(() -> queue.engine().migrations().check(tx))
            .as(place)
            .isInstanceOf(SchemaException.class);
        tx.rollback();
      }
    }
  }

  @Test
  void theHighWaterMarkRisesWithTheRing() throws SQLException {
    long before = queue.number("SELECT xid_high_water::text::bigint FROM awa.storage_state");
    queue.enqueue("q", 1);
    rotate();
    long after = queue.number("SELECT xid_high_water::text::bigint FROM awa.storage_state");
    assertThat(after).isGreaterThan(before);
    queue.sql("UPDATE awa.storage_state SET xid_high_water = '2000000000'");
    queue.transaction(queue.engine().ring()::publishHead);
    assertThat(queue.number("SELECT xid_high_water::text::bigint FROM awa.storage_state"))
        .as("it does not fall")
        .isEqualTo(2_000_000_000L);
  }

  // --- rebase ---

  @Test
  void jobsOfEveryStateLiveOn() throws SQLException {
    long worker = queue.worker();
    List<Long> first = queue.enqueue("q", 8);
    Claimed claimed = queue.claim(worker, "q", 6);
    Claimed.Batch batch = claimed.batches().getFirst();
    List<Flush.Ended> ended =
        List.of(
            TestQueue.ended(batch.claim(), batch.runs().get(0), TestQueue.completed()),
            TestQueue.ended(batch.claim(), batch.runs().get(1), TestQueue.completed()),
            TestQueue.ended(batch.claim(), batch.runs().get(2), RETRIED),
            TestQueue.ended(batch.claim(), batch.runs().get(3), FAILED));
    flush(worker, ended); // 4 and 5 are open, 6 and 7 wait
    queue.awa().jobs().cancel(first.get(6), "not wanted");
    Job<?> unique = TestQueue.job("q", 1).withUnique(Unique.byText("one"));
    long held = queue.awa().enqueue(unique).id();
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    carryOldest();
    rotate();
    List<Long> second = queue.enqueue("q", 2);
    QueueStats before = queue.awa().queues().stats("q");
    assertThat(
            List.of(before.available(), before.running(), before.completed(), before.retryable()))
        .containsExactly(4L, 2L, 2L, 1L);

    restoreElsewhere();
    Rebased rebased = queue.awa().storage().rebase();
    assertThat(rebased).isEqualTo(new Rebased(4, 2));
    QueueStats after = queue.awa().queues().stats("q");
    assertThat(List.of(after.available(), after.running())).containsExactly(6L, 0L);
    assertThat(
            List.of(
                after.completed(),
                after.scheduled(),
                after.retryable(),
                after.failed(),
                after.cancelled(),
                after.deadLetters()))
        .containsExactly(
            before.completed(),
            before.scheduled(),
            before.retryable(),
            before.failed(),
            before.cancelled(),
            before.deadLetters());
    assertThat(queue.awa().enqueue(unique)).extracting(e -> e.id()).isEqualTo(held);

    List<Run> runs = TestQueue.runs(queue.claim(queue.worker(), "q", 100));
    assertThat(runs)
        .extracting(Run::jobId)
        .containsExactly(
            first.get(4), first.get(5), first.get(7), held, second.get(0), second.get(1));
    assertThat(runs).extracting(Run::runNo).containsExactly(2, 2, 1, 1, 1, 1);
    assertThat(runs).extracting(Run::attempts).as("no attempt was counted").containsOnly(0);
  }

  @Test
  void theOrderOfALaneIsKeptAlsoWhereIdsFall() throws SQLException {
    long zeroth = queue.enqueue("q", 1).getFirst(); // so that there is one lane, and no twins
    try (Connection old = queue.begin();
        Connection young = queue.begin()) {
      TestQueue.number(old, "SELECT pg_current_xact_id()::text::bigint");
      long second = queue.awa().enqueue(young, TestQueue.job("q", 1)).id();
      long first = queue.awa().enqueue(old, TestQueue.job("q", 1)).id();
      assertThat(first).isGreaterThan(second);
      young.commit();
      old.commit();
      List<Long> before = unfinished();
      assertThat(before).containsExactly(zeroth, first, second);
      restoreElsewhere();
      queue.awa().storage().rebase();
      assertThat(queue.drain(queue.worker(), "q")).isEqualTo(before);
    }
  }

  @Test
  void whatWasEnqueuedBeforeTheRebaseIsNotLost() throws SQLException {
    List<Long> ids = new ArrayList<>(queue.enqueue("q", 4));
    long worker = queue.worker();
    flush(worker, TestQueue.ended(queue.claim(worker, "q", 2), TestQueue.completed()));
    restoreElsewhere();
    ids.addAll(queue.enqueue("q", 3)); // under ids that the cursor takes for old ones
    assertThat(queue.awa().storage().rebase()).isEqualTo(new Rebased(5, 0));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(ids.subList(2, 7));
  }

  @Test
  void nobodyRebasesUnderALivingWorker() throws SQLException {
    List<Long> ids = queue.enqueue("q", 2);
    long worker = queue.worker();
    queue.claim(worker, "q", 1);
    assertThatThrownBy(() -> queue.awa().storage().rebase())
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("workers are alive: test worker (" + worker + ", silent for 0 s)")
        .hasMessageContaining(Failures.WORKERS_LIVE)
        .hasMessageContaining("Stop them.")
        .hasMessageNotContaining("PL/pgSQL");
    queue.sql("UPDATE awa.beats SET beat_at = beat_at - interval '1 minute'");
    assertThat(queue.awa().storage().rebase().reopened()).isEqualTo(1);
    assertThatThrownBy(() -> queue.flush(worker, 99, List.of()))
        .as("a worker that was silent and comes back is fenced")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Failures.FENCED));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(ids);
  }

  @Test
  void theCountersAreMadeAnew() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 4);
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    flush(worker, TestQueue.ended(queue.claim(worker, "q", 2), FAILED));
    queue.sql(
        "INSERT INTO awa.state_changes (slot, lane, state, n) SELECT slot, lane, state, n FROM"
            + " awa.state_changes");
    queue.sql("UPDATE awa.storage_state SET counters_trusted_at = NULL");
    restoreElsewhere();
    queue.awa().storage().rebase();
    assertThat(queue.awa().storage().status(1).countersTrustedAt()).isNotNull();
    assertCountsExact();
  }

  /**
   * What a queue is said to hold is what a scan finds; of completed jobs only the sums are left.
   */
  private void assertCountsExact() throws SQLException {
    QueueStats stats = queue.awa().queues().stats("q");
    assertThat(stats.available()).isEqualTo(scan("available"));
    assertThat(stats.running()).isEqualTo(scan("running"));
    assertThat(stats.scheduled()).isEqualTo(scan("scheduled"));
    assertThat(stats.retryable()).isEqualTo(scan("retryable"));
    assertThat(stats.failed()).isEqualTo(scan("failed"));
    assertThat(stats.cancelled()).isEqualTo(scan("cancelled"));
  }

  private long scan(String state) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.jobs WHERE queue = 'q' AND state = ?", state);
  }

  @Test
  void theRingIsPutInOrderAndGoesOn() throws SQLException {
    queue.enqueue("q", 1);
    rotate();
    queue.enqueue("q", 1);
    rotate();
    queue.sql("SELECT setval('awa.ring_head', 0), setval('awa.ring_tail', 0)");
    assertThat(queue.awa().storage().rebase().waiting()).isEqualTo(2);
    StorageStatus status = queue.awa().storage().status(1);
    assertThat(status.segments()).hasSize(1);
    assertThat(status.segments().getFirst().generation()).isEqualTo(2);
    queue.enqueue("q", 1);
    rotate();
    long worker = queue.worker();
    flush(worker, TestQueue.ended(queue.claim(worker, "q", 9), TestQueue.completed()));
    queue.sql("DELETE FROM awa.workers");
    rotate();
    assertThat(queue.awa().storage().prune(Duration.ZERO, History.CUT).generations())
        .containsExactly(2L, 3L);
  }

  /** Anything that may have happened before, and twice. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverHappenedBeforeNothingIsLostOrRunTwice(long seed) throws SQLException {
    Random random = new Random(seed);
    long worker = queue.worker();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 60; i++) {
        step(random, worker);
      }
      List<Long> before = unfinished();
      long completed = queue.awa().queues().stats("q").completed();
      restoreElsewhere();
      Rebased rebased = queue.awa().storage().rebase();
      assertThat(rebased.waiting() + rebased.reopened()).isEqualTo(before.size());
      assertThat(unfinished()).as("seed %d", seed).isEqualTo(before);
      assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(completed);
      assertThat(queue.awa().queues().stats("q").available()).isEqualTo(before.size());
      assertCountsExact();
      worker = queue.worker();
    }
    List<Long> left = unfinished();
    assertThat(queue.drain(worker, "q")).as("seed %d", seed).isEqualTo(left);
  }

  private void step(Random random, long worker) throws SQLException {
    switch (random.nextInt(8)) {
      case 0, 1 -> produce(random);
      case 2, 3, 4 -> work(random, worker);
      case 5 -> cancel(random);
      case 6 -> rotate();
      default -> {
        if (random.nextInt(4) == 0) {
          carryOldest();
        }
      }
    }
  }

  /** Transactions that write in another order than they began in; one may be rolled back. */
  private void produce(Random random) throws SQLException {
    try (Connection one = queue.begin();
        Connection two = queue.begin()) {
      TestQueue.number(one, "SELECT pg_current_xact_id()::text::bigint");
      queue.awa().enqueue(two, TestQueue.job("q", 1));
      queue.awa().enqueue(one, TestQueue.job("q", 2));
      queue.awa().enqueue(two, TestQueue.job("q", 3));
      two.commit();
      if (random.nextInt(3) == 0) {
        one.rollback();
      } else {
        one.commit();
      }
    }
  }

  private void work(Random random, long worker) throws SQLException {
    Claimed claimed = queue.claim(worker, "q", 1 + random.nextInt(4));
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : claimed.batches()) {
      for (Run run : batch.runs()) {
        switch (random.nextInt(4)) {
          case 0, 1 -> ended.add(TestQueue.ended(batch.claim(), run, TestQueue.completed()));
          case 2 -> ended.add(TestQueue.ended(batch.claim(), run, again(run)));
          default -> {
            // it stays open
          }
        }
      }
    }
    if (!ended.isEmpty()) {
      flush(worker, ended);
    }
  }

  private static Ending again(Run run) {
    return new Ending(
        Closure.RELEASED, new Ending.Next.Again(0, JobState.SCHEDULED, run.attempts()), null);
  }

  private void cancel(Random random) throws SQLException {
    List<Long> ids = unfinished();
    if (!ids.isEmpty()) {
      queue.awa().jobs().cancel(ids.get(random.nextInt(ids.size())), "not wanted");
    }
  }
}
