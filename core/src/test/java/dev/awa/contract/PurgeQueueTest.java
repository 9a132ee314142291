package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.CancelVerdict;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.PurgedQueue;
import dev.awa.QueuePurge;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.engine.Claimed;
import dev.awa.engine.Ring.Emptying;
import dev.awa.support.Damage;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that waits in a queue is taken away at once, or cancelled. */
@Tag("every-postgres")
final class PurgeQueueTest {
  private static final Duration LATER = Duration.ofHours(1);

  private final TestQueue queue = TestQueue.create();

  private PurgedQueue purge() {
    return queue.awa().queues().purge("q", "Jo");
  }

  private QueueStats stats() {
    return queue.awa().queues().stats("q");
  }

  private static Job<RawJson> keyed(String key) {
    return TestQueue.job("q", 0).withUnique(Unique.byText(key));
  }

  private void assertNothingWaits() throws SQLException {
    assertThat(stats())
        .returns(0L, QueueStats::available)
        .returns(0L, QueueStats::scheduled)
        .returns(0L, QueueStats::retryable);
    assertThat(
            queue.number("SELECT count(*) FROM awa.jobs WHERE queue = 'q' AND state = 'available'"))
        .isZero();
    JobFilter ofQueue = JobFilter.newest(10).withQueue("q");
    assertThat(queue.awa().jobs().list(ofQueue.withState(JobState.AVAILABLE))).isEmpty();
    assertThat(queue.awa().jobs().list(ofQueue.withState(JobState.COMPLETED))).isEmpty();
  }

  @Test
  void whoHasPurgedAQueueIsKeptNewestFirst() {
    queue.enqueue("q", 3);
    queue.awa().enqueue(TestQueue.job("q", 0).withDelay(LATER));
    PurgedQueue first = purge();
    PurgedQueue second = queue.awa().queues().purge("q", "Ann");
    queue.awa().queues().purge("other", "Ann");

    assertThat(queue.awa().queues().purges("q", 10))
        .containsExactly(
            new QueuePurge(second.at(), "Ann", 0, 0, 0), new QueuePurge(first.at(), "Jo", 3, 1, 0));
    assertThat(queue.awa().queues().purges("q", 1)).hasSize(1);
    assertThat(queue.awa().queues().purges("none", 1)).isEmpty();
    assertThatThrownBy(() -> queue.awa().queues().purges("q", 0))
        .hasMessage("limit: must be 1 to 1000, got 0");
  }

  @Test
  void allThatWaitsGoesAndIsCounted() throws SQLException {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 1300);
    Claimed running = queue.claim(worker, "q", 100);
    queue.awa().jobs().cancel(ids.get(100), "not wanted");
    queue.awa().enqueue(TestQueue.job("q", 0).withPriority(1));
    long scheduled = queue.awa().enqueue(TestQueue.job("q", 0).withDelay(LATER)).id();
    queue.enqueue("other", 2);

    assertThat(purge())
        .returns("q", PurgedQueue::queue)
        .returns(1200L, PurgedQueue::available)
        .returns(1L, PurgedQueue::scheduled)
        .returns(0L, PurgedQueue::retryable)
        .returns(1201L, PurgedQueue::jobs);
    assertNothingWaits();
    assertThat(stats()).returns(100L, QueueStats::running).returns(1L, QueueStats::cancelled);
    assertThat(queue.awa().jobs().find(ids.getLast())).isEmpty();
    assertThat(queue.awa().jobs().find(scheduled)).isEmpty();
    assertThat(queue.awa().jobs().cancel(ids.getLast(), "x")).isEqualTo(CancelVerdict.UNKNOWN);
    assertThat(queue.awa().jobs().find(ids.getFirst())).isPresent();
    assertThat(queue.awa().queues().stats("other").available()).isEqualTo(2);

    assertThat(queue.claim(worker, "q", 10).runs()).isZero();
    assertThat(queue.flush(worker, 1, TestQueue.ended(running, TestQueue.completed()))).isEmpty();
    assertThat(stats()).returns(0L, QueueStats::running).returns(100L, QueueStats::completed);
    List<Long> next = queue.enqueue("q", 3);
    assertThat(stats().available()).isEqualTo(3);
    assertThat(queue.drain(worker, "q")).isEqualTo(next);
  }

  @Test
  void aQueueInWhichNothingWaitsIsLeftAlone() throws SQLException {
    assertThat(purge().jobs()).isZero();
    queue.enqueue("q", 2);
    assertThat(purge().jobs()).isEqualTo(2);
    assertThat(purge().jobs()).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.claims")).isEqualTo(1);
  }

  @Test
  void whoDidSoIsKept() throws SQLException {
    queue.sql(
        "INSERT INTO awa.queue_purges SELECT q, now() - interval '91 days', 'Al', 1, 0, 0 FROM"
            + " unnest('{q,r}'::text[]) q");
    queue.enqueue("q", 2);
    purge();
    assertThat(
            queue.texts(
                "SELECT queue || ' ' || purged_by || ' ' || available FROM awa.queue_purges"
                    + " ORDER BY queue"))
        .containsExactly("q Jo 2", "r Al 1");
  }

  @Test
  void aJobOfAnOpenTransactionIsNeitherPurgedNorLost() throws SQLException {
    long worker = queue.worker();
    long open;
    try (Connection tx = queue.begin()) {
      open = queue.awa().enqueue(tx, TestQueue.job("q", 1)).id();
      queue.enqueue("q", 5);
      assertThat(purge().available()).isEqualTo(5);
      tx.commit();
    }
    assertThat(stats().available()).isEqualTo(1);
    assertThat(queue.awa().jobs().find(open).orElseThrow().state()).isEqualTo(JobState.AVAILABLE);
    assertThat(queue.number("SELECT id FROM awa.jobs")).isEqualTo(open);
    assertThat(queue.drain(worker, "q")).containsExactly(open);
  }

  @Test
  void theRestOfAWindowThatWasBegunGoesToo() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 10);
    queue.claim(worker, "q", 4);
    queue.enqueue("q", 7);
    assertThat(purge().available()).isEqualTo(13);
    assertNothingWaits();
    assertThat(stats().running()).isEqualTo(4);
  }

  @Test
  void keysAreFreeAtOnce() throws SQLException {
    queue.awa().enqueue(keyed("waits"));
    queue.awa().enqueue(keyed("later").withDelay(LATER));
    long held = queue.awa().enqueue(heldWhenCancelled()).id();
    queue.awa().jobs().cancel(held, "not wanted");
    queue.awa().enqueue(keyed("elsewhere").withQueue("other"));
    assertThat(purge()).returns(1L, PurgedQueue::available).returns(1L, PurgedQueue::scheduled);
    assertThat(queue.awa().enqueue(keyed("waits")).duplicate()).isFalse();
    assertThat(queue.awa().enqueue(keyed("later")).duplicate()).isFalse();
    assertThat(queue.awa().enqueue(heldWhenCancelled()).duplicate()).isTrue();
    assertThat(queue.awa().enqueue(keyed("elsewhere").withQueue("other")).duplicate()).isTrue();
  }

  private static Job<RawJson> heldWhenCancelled() {
    return TestQueue.job("q", 0).withUnique(Unique.byText("held").heldAfter(JobState.CANCELLED));
  }

  @Test
  void everyStripeAndPriorityIsEmptied() throws SQLException {
    queue.awa().queues().split("q", 4, "jo");
    for (int priority = 1; priority <= 4; priority++) {
      for (int i = 0; i < 10; i++) {
        queue.awa().enqueue(TestQueue.job("q", i).withPriority(priority).withOrderingKey("k" + i));
      }
    }
    assertThat(purge().available()).isEqualTo(40);
    assertNothingWaits();
  }

  @Test
  void purgedRunsKeepNoSegmentAndAreNotCarried() throws SQLException {
    TestRing ring = new TestRing(queue);
    long worker = queue.worker();
    queue.enqueue("q", 5);
    ring.rotate();
    ring.carry(Duration.ofSeconds(1));
    queue.enqueue("q", 5);
    assertThat(purge().available()).isEqualTo(10);
    assertNothingWaits();
    ring.rotate();
    ring.carry(Duration.ofSeconds(1));
    queue.with(tx -> queue.engine().ring().sweepCarry(tx, ring.lead(), 100));
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isZero();
    assertNothingWaits();
    List<Long> next = queue.enqueue("q", 1);
    assertThat(queue.drain(worker, "q")).isEqualTo(next);
  }

  /** The claim of the purge tells that its runs are over; they may not outlive it. */
  @Test
  void carriedRunsDoNotComeBackWhenTheSegmentOfThePurgeIsEmptied() throws SQLException {
    TestRing ring = new TestRing(queue);
    for (Emptying way : List.of(Emptying.PRUNED, Emptying.CARRIED)) {
      queue.enqueue("q", 5);
      ring.rotate();
      assertThat(ring.carry(Duration.ofSeconds(1))).isEqualTo(Emptying.CARRIED);
      assertThat(purge().available()).isEqualTo(5);
      assertNothingWaits();
      if (way == Emptying.CARRIED) {
        queue.enqueue("other", 1);
      }
      ring.rotate();
      Duration patience = Duration.ofSeconds(1);
      queue.sql("DELETE FROM awa.beats");
      assertThat(way == Emptying.CARRIED ? ring.carry(patience) : ring.prune(patience))
          .isEqualTo(way);
      assertNothingWaits();
    }
  }

  @Test
  void aRowThatCantBeReadGoesToo() throws SQLException {
    queue.awa().enqueue(Damage.large("q", 1).withUnique(Unique.byText("key")));
    Damage.of(queue, "awa.ready_entries_0");
    assertThat(purge().available()).isEqualTo(1);
    assertNothingWaits();
    assertThat(queue.awa().enqueue(keyed("key")).duplicate()).isFalse();
  }

  @Test
  void itNeedsATransactionOfItsOwn() throws SQLException {
    queue.enqueue("q", 1);
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "CREATE TABLE somebody_writes ()");
      assertThatThrownBy(() -> TestQueue.sql(tx, "SELECT awa.purge_queue('q', 'Jo')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("a purge needs a transaction of its own");
    }
    assertThat(stats().available()).isEqualTo(1);
  }

  @Test
  void whatTheSameTransactionEnqueuesAfterwardsIsNotPurged() throws SQLException {
    queue.enqueue("q", 1);
    long after;
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SELECT pg_current_xact_id()");
      queue.enqueue("other", 1); // a later transaction that has ended
      TestQueue.sql(tx, "SELECT awa.purge_lane(lane) FROM awa.lanes WHERE queue = 'q'");
      after = queue.awa().enqueue(tx, TestQueue.job("q", 2)).id();
      tx.commit();
    }
    assertThat(stats().available()).isEqualTo(1);
    assertThat(queue.drain(queue.worker(), "q")).containsExactly(after);
  }

  @Test
  void whoKeepsAStripeIsNamed() throws SQLException {
    queue.enqueue("q", 1);
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SELECT pg_advisory_xact_lock(awa.stripe_lock('q', 0::smallint))");
      assertThatThrownBy(this::purge)
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("stripe 0 of queue \"q\"");
    }
    assertThat(stats().available()).isEqualTo(1);
  }

  @Test
  void drainedJobsAreKeptAsCancelledOnes() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 3);
    queue.claim(worker, "q", 1);
    queue.awa().enqueue(TestQueue.job("q", 0).withDelay(LATER));
    assertThat(queue.awa().queues().drain("q", "not wanted")).isEqualTo(3);
    assertThat(stats())
        .returns(0L, QueueStats::available)
        .returns(0L, QueueStats::scheduled)
        .returns(1L, QueueStats::running)
        .returns(3L, QueueStats::cancelled);
    assertThat(queue.awa().queues().drain("q", "not wanted")).isZero();
  }
}
