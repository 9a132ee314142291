package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Twins are retired when they have come to rest, and nothing that comes to one later is lost. */
@Tag("every-postgres")
final class TwinsTest {
  private final TestQueue queue = TestQueue.create();
  private final Queues queues = queue.engine().queues();
  private final Lead lead = new Lead(TestQueue.randomId(), 1);
  private String then = "1:1:";

  @BeforeEach
  void lead() throws SQLException {
    queue.with(
        tx -> queue.engine().leadership().lead(tx, lead.workerId(), Duration.ofHours(1)).mine());
  }

  /** A job that comes to a retired twin. */
  record Late() {}

  private List<Integer> retire() throws SQLException {
    Queues.Retired retired = queue.with(tx -> queues.retireLanes(tx, lead, then, 100));
    then = retired.next();
    return retired.lanes();
  }

  private List<Integer> retireAll() throws SQLException {
    List<Integer> all = new ArrayList<>(retire());
    all.addAll(retire());
    return all;
  }

  private List<Integer> revive() throws SQLException {
    return queue.with(tx -> queues.reviveLanes(tx, lead));
  }

  /** So many producers that do not see each other; their jobs. */
  private List<Long> herd(int producers) throws SQLException {
    List<Connection> open = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      open.add(queue.begin());
      ids.add(queue.awa().enqueue(open.getLast(), TestQueue.job("q", i)).id());
    }
    for (Connection tx : open) {
      tx.commit();
      tx.close();
    }
    return ids;
  }

  private void work(long worker, int jobs) throws SQLException {
    for (int done = 0; done < jobs; ) {
      var claimed = queue.claim(worker, "q", 512);
      int some = TestQueue.runs(claimed).size();
      assertThat(some).isPositive();
      done += some;
      queue.flush(worker, TestQueue.randomId(), TestQueue.ended(claimed, TestQueue.completed()));
    }
  }

  private long inUse() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.lanes WHERE retired_at IS NULL");
  }

  @Test
  void afterAHerdOneLaneIsLeft() throws SQLException {
    long worker = queue.worker();
    herd(20);
    assertThat(inUse()).isEqualTo(20);
    assertThat(retireAll()).as("jobs wait in all of them").isEmpty();
    work(worker, 20);
    assertThat(retireAll()).hasSize(19).doesNotContain(1);
    assertThat(inUse()).isEqualTo(1);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(20);

    queue.enqueue("q", 3);
    assertThat(queue.drain(worker, "q")).hasSize(3);
    assertThat(queue.number("SELECT max(lane) FROM awa.claims c WHERE slot = 0 AND claim_no > 1"))
        .isEqualTo(1);
  }

  /** What was tallied is in the sums, and still in the log: it is to be counted once. */
  @Test
  void aTwinIsRetiredWhoseClosuresAreTallied() throws SQLException {
    long worker = queue.worker();
    herd(2);
    work(worker, 2);
    Generation only = new Generation(0, (short) 0);
    queue.with(tx -> queue.engine().closureLog().tally(tx, lead, only, 0, 1, 1000));
    assertThat(retireAll()).hasSize(1);
  }

  @Test
  void aTwinIsNotRetiredWhileARunOfItIsOpenOrAJobOfItDeferred() throws SQLException {
    long worker = queue.worker();
    herd(2);
    var claimed = queue.claim(worker, "q", 512);
    assertThat(TestQueue.runs(claimed)).hasSize(2);
    assertThat(retireAll()).as("runs are open").isEmpty();
    Ending again =
        new Ending(
            Closure.RETRIED, new Ending.Next.Again(3_600_000_000L, JobState.RETRYABLE, 1), null);
    queue.flush(worker, 1, TestQueue.ended(claimed, again));
    assertThat(retireAll()).as("jobs are deferred").isEmpty();
    queue.sql("UPDATE awa.deferred_jobs SET run_at = clock_timestamp()");
    queue.sql("SELECT awa.promote(10, '-infinity', '{}')");
    assertThat(retireAll()).as("runs wait").isEmpty();
    work(worker, 2);
    assertThat(retireAll()).hasSize(1);
  }

  @Test
  void aTwinIsNotRetiredWhileATransactionIsOpenThatSawNoSmallerOne() throws SQLException {
    long worker = queue.worker();
    try (Connection first = queue.begin();
        Connection second = queue.begin()) {
      queue.awa().enqueue(first, TestQueue.job("q", 1));
      queue.awa().enqueue(second, TestQueue.job("q", 2));
      second.commit();
      try (Connection third = queue.begin()) {
        long late = queue.awa().enqueue(third, TestQueue.job("q", 3)).id(); // into the twin
        first.commit();
        work(worker, 2);
        assertThat(retireAll()).isEmpty();
        assertThat(retireAll()).isEmpty();
        third.commit();
        assertThat(retireAll()).isEmpty();
        assertThat(queue.drain(worker, "q")).containsExactly(late);
      }
    }
  }

  /** It has no id that anybody could wait for, and sees only the twin. */
  @Test
  void whatAnOldSnapshotWritesToARetiredTwinIsNotLost() throws SQLException {
    long worker = queue.worker();
    try (Connection first = queue.begin();
        Connection second = queue.begin();
        Connection old = queue.connect()) {
      queue.awa().enqueue(first, TestQueue.job("q", 1));
      queue.awa().enqueue(second, TestQueue.job("q", 2));
      second.commit();
      old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      old.setAutoCommit(false);
      TestQueue.number(old, "SELECT count(*) FROM awa.queues");
      first.commit();
      work(worker, 2);
      assertThat(retireAll()).containsExactly(2);

      long late = queue.awa().enqueue(old, TestQueue.job("q", 3)).id();
      old.commit();
      assertThat(queue.number("SELECT lane FROM awa.ready_entries WHERE job_id = ?", late))
          .isEqualTo(2);
      assertThat(queue.drain(worker, "q")).as("claims pass it by").isEmpty();
      assertThat(queue.awa().queues().stats("q").available()).as("counts do not").isEqualTo(1);
      assertThat(turnTheRing()).as("nor does prune").isEqualTo(Emptying.WAITING);

      assertThat(revive()).containsExactly(2);
      assertThat(queue.drain(worker, "q")).containsExactly(late);
    }
  }

  private Emptying turnTheRing() throws SQLException {
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.with(tx -> queue.engine().ring().rotate(tx, lead));
    queue.transaction(queue.engine().ring()::publishHead);
    Generation oldest =
        queue.with(tx -> queue.engine().ring().generations(tx)).stream()
            .filter(generation -> !generation.isCarry())
            .findFirst()
            .orElseThrow();
    Optional<String> drained = queue.with(tx -> queue.engine().ring().drained(tx, oldest));
    assertThat(drained).isEmpty();
    queue.sql("UPDATE awa.beats SET announced_epoch = 9000000000, held_slots = '{}'");
    return queue.with(tx -> queue.engine().ring().prune(tx, lead, oldest, "1:1:", Duration.ZERO));
  }

  /** Makes its own lane, sees the other only after it was retired: it keeps to its own. */
  @Test
  void anOldSnapshotThatSawNoLaneMakesItsOwn() throws SQLException {
    long worker = queue.worker();
    try (Connection old = queue.connect()) {
      old.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      old.setAutoCommit(false);
      TestQueue.number(old, "SELECT count(*) FROM awa.queues");
      herd(2);
      work(worker, 2);
      assertThat(retireAll()).containsExactly(2);
      long late = queue.awa().enqueue(old, TestQueue.job("q", 3)).id();
      old.commit();
      assertThat(queue.drain(worker, "q")).containsExactly(late);
      assertThat(retireAll()).as("its run is open").isEmpty();
    }
  }

  @Test
  void aWorkerRunsWhatCameToARetiredTwinAndIsToldOfIt() throws Exception {
    long worker = queue.worker();
    herd(3);
    work(worker, 3);
    assertThat(retireAll()).hasSize(2);
    queue.sql("DELETE FROM awa.leadership");
    queue.sql(
        "INSERT INTO awa.leadership (term, worker_id, expires_at) VALUES (1, 0, '-infinity')");
    queue.sql(
        "INSERT INTO awa.deferred_jobs (job_id, run_at, lane, kind, args)"
            + " VALUES (nextval('awa.job_id_seq'), clock_timestamp(), 3, 'late', '{}')");
    CountDownLatch ran = new CountDownLatch(1);
    Worker running =
        Worker.of(queue.dataSource())
            .queue("q", 1)
            .task(Late.class, (args, context) -> ran.countDown())
            .start();
    assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    running.close();
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(4);
  }

  @Test
  void aLaneThatIsTheSmallestIsNeverRetired() throws SQLException {
    List<Job<?>> jobs = List.of(TestQueue.job("a", 1), TestQueue.job("b", 1));
    queue.awa().enqueueAll(jobs);
    long worker = queue.worker();
    queue.drain(worker, "a");
    queue.drain(worker, "b");
    assertThat(retireAll()).isEmpty();
  }
}
