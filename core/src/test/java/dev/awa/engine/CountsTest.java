package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.PurgedQueue;
import dev.awa.QueueStats;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CountsExact: what a queue is said to hold is what a scan finds, whatever the counts go on from.
 */
@Tag("every-postgres")
final class CountsTest {
  private final TestQueue queue = TestQueue.create();
  private long worker;
  private Lead lead;

  @BeforeEach
  void lead() throws SQLException {
    worker = queue.worker();
    lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, worker, Duration.ofHours(1)).mine())
            .orElseThrow();
  }

  private QueueStats stats() {
    return queue.awa().queues().stats("q");
  }

  private OptionalInt count(int limit) throws SQLException {
    return queue.with(tx -> queue.engine().queues().countWaiting(tx, lead, 0, 1000, limit)).lane();
  }

  private void assertExact() throws SQLException {
    QueueStats stats = stats();
    assertThat(stats.available()).isEqualTo(scan("available"));
    assertThat(stats.running()).isEqualTo(scan("running"));
    assertThat(stats.scheduled()).isEqualTo(scan("scheduled"));
    assertThat(stats.retryable()).isEqualTo(scan("retryable"));
    assertThat(stats.completed()).isEqualTo(scan("completed"));
    assertThat(stats.failed()).isEqualTo(scan("failed"));
    assertThat(stats.cancelled()).isEqualTo(scan("cancelled"));
  }

  private long scan(String state) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.jobs WHERE queue = 'q' AND state = ?", state);
  }

  private long waitingOnRecord() throws SQLException {
    return queue.number("SELECT sum(waiting) FROM awa.lane_counts");
  }

  /**
   * An upgrade, or a restore of a part: the counters come to jobs of which nothing was noted. That
   * they are empty is no reason to trust them.
   */
  @Test
  void countersThatComeToJobsAreNotTrusted() throws SQLException {
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    queue.sql("DELETE FROM awa.storage_state");
    queue.sql("TRUNCATE awa.state_changes, awa.state_counts, awa.state_tally");
    queue.awa().migrate();
    assertThat(stats().scheduled()).isEqualTo(1);
    assertThat(queue.awa().storage().status(1).countersTrustedAt()).isNull();
    queue.awa().storage().rebuildTerminalCounters(Duration.ofSeconds(2));
    assertThat(queue.number("SELECT sum(n) FROM awa.state_counts")).isEqualTo(1);
    assertThat(stats().scheduled()).isEqualTo(1);
  }

  /** Failed ones contain the dead letters: ended are completed, failed and cancelled. */
  @Test
  void aDeadLetterIsAFailedJobAndCountedOnceAmongTheEnded() throws SQLException {
    queue.enqueue("q", 3);
    Claimed claimed = queue.claim(worker, "q", 3);
    List<Flush.Ended> ended =
        List.of(
            TestQueue.ended(claimed, TestQueue.completed()).get(0),
            TestQueue.ended(
                    claimed,
                    new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "an error"))
                .get(1),
            TestQueue.ended(
                    claimed,
                    new Ending(Closure.CANCELLED, new Ending.Next.Cancelled("not wanted"), null))
                .get(2));
    queue.flush(worker, 1, ended);
    QueueStats stats = stats();
    assertThat(stats.deadLetters()).isEqualTo(1);
    assertThat(stats.failed()).isEqualTo(1);
    assertThat(stats.completed() + stats.failed() + stats.cancelled()).isEqualTo(3);
  }

  @Test
  void aLaneIsCountedWhenEnoughHasCome() throws SQLException {
    queue.enqueue("q", 10);
    assertThat(count(10)).as("not more than ten").isEmpty();
    assertThat(count(9)).isPresent();
    assertThat(waitingOnRecord()).isEqualTo(10);
    assertThat(count(0)).as("nothing came since").isEmpty();
    assertExact();
  }

  @Test
  void aCountGoesOnFromTheRecord() throws SQLException {
    queue.enqueue("q", 10);
    count(0);
    queue.sql("UPDATE awa.lane_counts SET waiting = waiting + 1000");
    assertThat(stats().available()).as("the record is used").isEqualTo(1010);
    queue.sql("UPDATE awa.lane_counts SET waiting = waiting - 1000");
    queue.enqueue("q", 5);
    assertThat(stats().available()).isEqualTo(15);
    assertThat(queue.claim(worker, "q", 3).runs()).isEqualTo(3);
    assertThat(stats().available()).isEqualTo(12);
    assertExact();
  }

  @Test
  void aRecordThatIsOlderThanTheWindowIsNotUsed() throws SQLException {
    queue.enqueue("q", 10);
    count(0);
    queue.enqueue("q", 10);
    queue.claim(worker, "q", 15); // the second five are of a window that is younger than the record
    assertThat(stats().available()).isEqualTo(5);
    assertExact();
    assertThat(count(0)).isPresent();
    assertThat(waitingOnRecord()).isEqualTo(5);
    queue.claim(worker, "q", 2);
    assertExact();
  }

  @Test
  void whatCommitsLateIsCounted() throws SQLException {
    queue.enqueue("q", 1);
    try (Connection late = queue.begin()) {
      queue.awa().enqueue(late, TestQueue.job("q", 0));
      queue.enqueue("q", 3);
      count(0);
      assertThat(stats().available()).isEqualTo(4);
      late.commit();
    }
    assertThat(stats().available()).isEqualTo(5);
    queue.claim(worker, "q", 5);
    assertExact();
  }

  @Test
  void whatIsCancelledWhileItWaitsIsNotCounted() throws SQLException {
    List<Long> ids = queue.enqueue("q", 6);
    queue.awa().jobs().cancel(ids.get(0), "before the count");
    count(0);
    queue.awa().jobs().cancel(ids.get(3), "after the count");
    long late = queue.enqueue("q", 2).getFirst();
    queue.awa().jobs().cancel(late, "came after the count");
    assertThat(stats().available()).isEqualTo(5);
    assertExact();
    queue.claim(worker, "q", 3);
    assertThat(stats().available()).isEqualTo(2);
    assertExact();
  }

  @Test
  void aCancellationThatMeetsACountIsNotLost() throws SQLException {
    List<Long> ids = queue.enqueue("q", 6);
    try (Connection cancelling = queue.begin()) {
      queue.engine().jobs().cancel(cancelling, ids.get(2), "slowly");
      Thread counter = Thread.ofVirtual().start(() -> countUnchecked());
      dev.awa.lab.Eventually.holds(
          "the count waits for the cancellation",
          () -> queue.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
      cancelling.commit();
      dev.awa.lab.Eventually.holds("the count ends", () -> !counter.isAlive());
    }
    assertThat(waitingOnRecord()).isEqualTo(5);
    assertExact();
  }

  private void countUnchecked() {
    try {
      count(0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void oneJobInEachState() throws SQLException {
    queue.enqueue("q", 6);
    queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofHours(1)));
    Claimed claimed = queue.claim(worker, "q", 5);
    List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
    List<Run> runs = TestQueue.runs(claimed);
    Claim claim = claimed.batches().getFirst().claim();
    queue.flush(
        worker,
        1,
        List.of(
            ended.get(0),
            TestQueue.ended(claim, runs.get(1), of(Outcome.retry("broken"))),
            TestQueue.ended(claim, runs.get(2), of(Outcome.fail("broken"))),
            TestQueue.ended(claim, runs.get(3), of(Outcome.cancel("no")))));
  }

  @Test
  void everyStateIsCounted() throws SQLException {
    oneJobInEachState();
    assertThat(stats())
        .returns(1L, QueueStats::available)
        .returns(1L, QueueStats::running)
        .returns(1L, QueueStats::scheduled)
        .returns(1L, QueueStats::retryable)
        .returns(1L, QueueStats::completed)
        .returns(1L, QueueStats::failed)
        .returns(1L, QueueStats::deadLetters)
        .returns(1L, QueueStats::cancelled);
    assertExact();
  }

  private static Ending of(Outcome outcome) {
    return Endings.of(outcome, 1, 25, Duration.ofHours(1));
  }

  @Test
  void whoeverDeletesJobsIsNoticed() throws SQLException {
    oneJobInEachState();
    queue.sql("DELETE FROM awa.dead_letters");
    queue.sql("UPDATE awa.deferred_jobs SET state = 'scheduled'");
    queue.sql("DELETE FROM awa.finished_jobs");
    assertThat(stats())
        .returns(0L, QueueStats::failed)
        .returns(0L, QueueStats::cancelled)
        .returns(2L, QueueStats::scheduled)
        .returns(0L, QueueStats::retryable);
    assertExact();
  }

  private long tallyStates(int least, int limit) throws SQLException {
    return queue.with(tx -> queue.engine().closureLog().tallyStates(tx, lead, least, limit));
  }

  private long untallied() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM awa.untallied_states((SELECT t.upto FROM awa.state_tally t))");
  }

  @Test
  void whatTheTallyOfStatesHasNotPassedIsAddedToIt() throws SQLException {
    oneJobInEachState();
    long changes = untallied();
    assertThat(tallyStates((int) changes + 1, 1000)).as("too few to be worth it").isZero();
    try (Connection open = queue.begin()) {
      queue.awa().enqueue(open, TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
      queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofHours(1)));
      assertExact();
      assertThat(tallyStates(1, 1000)).isEqualTo(changes + 1);
      assertThat(untallied()).isZero();
      assertExact();
      open.commit();
    }
    assertThat(untallied()).as("in progress when the tally was moved").isEqualTo(1);
    assertExact();
    queue.sql("DELETE FROM awa.finished_jobs");
    assertExact();
    queue.with(tx -> queue.engine().queues().rebuildCounters(tx, Duration.ofSeconds(1)));
    assertExact();
  }

  @Test
  void theTallyOfStatesIsMovedInBoundedSteps() throws SQLException {
    for (int i = 0; i < 5; i++) {
      queue.awa().enqueue(TestQueue.job("q", i).withDelay(Duration.ofHours(1)));
    }
    assertThat(tallyStates(1, 2)).isEqualTo(2);
    assertThat(untallied()).isEqualTo(3);
    assertExact();
    assertThat(tallyStates(1, 2)).isEqualTo(2);
    assertExact();
    assertThat(tallyStates(1, 2)).isEqualTo(1);
    assertThat(tallyStates(1, 2)).isZero();
    assertExact();
  }

  /** However many changes one transaction has noted, they are passed at once. */
  @Test
  void theChangesOfATransactionArePassedTogether() throws SQLException {
    try (Connection tx = queue.begin()) {
      for (int i = 0; i < 5; i++) {
        queue.awa().enqueue(tx, TestQueue.job("q", i).withDelay(Duration.ofHours(1)));
      }
      tx.commit();
    }
    queue.awa().enqueue(TestQueue.job("q", 5).withDelay(Duration.ofHours(1)));
    assertThat(tallyStates(1, 2)).isEqualTo(5);
    assertExact();
    assertThat(tallyStates(1, 2)).isEqualTo(1);
    assertExact();
  }

  @Test
  void countersThatAreNotTrustedAreNotUsed() throws SQLException {
    oneJobInEachState();
    queue.sql("UPDATE awa.state_changes SET n = 100");
    assertThat(stats().scheduled()).as("the counters are used").isNotEqualTo(1);
    queue.sql("UPDATE awa.storage_state SET counters_trusted_at = NULL");
    assertExact();
    queue.with(tx -> queue.engine().queues().rebuildCounters(tx, Duration.ofSeconds(1)));
    assertThat(
            queue.number(
                "SELECT count(*) FROM awa.storage_state WHERE counters_trusted_at > now() -"
                    + " interval '1 minute'"))
        .isEqualTo(1);
    assertExact();
  }

  @Test
  void aTruncateTakesTheTrustAway() throws SQLException {
    oneJobInEachState();
    queue.sql("TRUNCATE awa.dead_letters");
    assertThat(
            queue.number(
                "SELECT count(*) FROM awa.storage_state WHERE counters_trusted_at IS NULL"))
        .isEqualTo(1);
    assertExact();
  }

  @Test
  void aCountThatIsAtWorkBesideAPurgeKeepsNoPurgedRuns() throws Exception {
    queue.enqueue("q", 50);
    try (Connection counting = queue.begin();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      assertThat(queue.engine().queues().countWaiting(counting, lead, 0, 1000, 10).lane())
          .isPresent();
      Future<PurgedQueue> purge = threads.submit(() -> queue.awa().queues().purge("q", "test"));
      Eventually.holds(
          "the purge waits for the count",
          () -> queue.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 1);
      queue.enqueue("q", 7);
      counting.commit();
      assertThat(purge.get().available()).isEqualTo(57);
    }
    assertExact();
    queue.enqueue("q", 20);
    assertThat(stats().available()).isEqualTo(20);
    assertThat(count(10)).isPresent();
    assertThat(queue.awa().queues().purge("q", "test").available()).isEqualTo(20);
    queue.enqueue("q", 3);
    assertThat(stats().available()).isEqualTo(3);
    assertExact();
  }
}
