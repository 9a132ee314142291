package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.engine.DeferredJobs.Promotion;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The verb promote: due jobs go to the ready log, in the order in which they are due. */
@Tag("every-postgres")
final class PromoteTest {
  private final TestQueue queue = TestQueue.create();

  private Promotion promote(int limit, @Nullable Instant from) throws SQLException {
    return queue.with(tx -> queue.engine().deferredJobs().promote(tx, limit, from));
  }

  /** A job that became due so long ago. */
  private long due(Duration ago) throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofHours(1))).id();
    queue.sql(
        "UPDATE awa.deferred_jobs SET run_at = clock_timestamp() - ? * interval '1 millisecond'"
            + " WHERE job_id = ?",
        ago.toMillis(),
        id);
    return id;
  }

  @Test
  void dueJobsAreMovedInTheOrderInWhichTheyAreDue() throws SQLException {
    long worker = queue.worker();
    long second = due(Duration.ofSeconds(20));
    long third = due(Duration.ofSeconds(10));
    long first = due(Duration.ofSeconds(30));
    assertThat(promote(2, null).promoted()).isEqualTo(2);
    assertThat(promote(2, null).promoted()).isEqualTo(1);
    assertThat(promote(2, null).promoted()).isZero();
    // the lane's order is that of (transaction, id): within one promotion the id decides
    assertThat(queue.drain(worker, "q"))
        .containsExactlyInAnyOrder(first, second, third)
        .endsWith(third);
    assertThat(queue.number("SELECT count(*) FROM awa.deferred_jobs")).isZero();
  }

  @Test
  void aJobThatIsNotDueStaysAndItsTimeIsTold() throws SQLException {
    queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofSeconds(100)));
    Promotion promotion = promote(10, null);
    assertThat(promotion.promoted()).isZero();
    assertThat(promotion.rest()).as("at most a second").isEqualTo(Duration.ofSeconds(1));
    queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofMillis(900)));
    assertThat(promote(10, null).rest()).isBetween(Duration.ZERO, Duration.ofMillis(900));
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(2);
  }

  @Test
  void whenNothingWaitsItRestsForASecond() throws SQLException {
    Promotion promotion = promote(10, null);
    assertThat(promotion.promoted()).isZero();
    assertThat(promotion.rest()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aBatchThatIsFullSaysThatTheNextIsOverdue() throws SQLException {
    for (int i = 0; i < 5; i++) {
      due(Duration.ofSeconds(60 - i));
    }
    Promotion promotion = promote(3, null);
    assertThat(promotion.promoted()).isEqualTo(3);
    assertThat(promotion.upTo())
        .as("no further than the last of them")
        .isBefore(Instant.now().minusSeconds(50));
    assertThat(promotion.rest()).isNegative();
  }

  @Test
  void aPromotionThatLooksFromAnInstantOnPassesByWhatWasDueBefore() throws SQLException {
    due(Duration.ofSeconds(60));
    due(Duration.ofSeconds(10));
    Instant from = Instant.now().minusSeconds(30);
    Promotion promotion = promote(10, from);
    assertThat(promotion.promoted()).isEqualTo(1);
    assertThat(promotion.upTo()).isAfter(from);
    assertThat(promote(10, null).promoted()).isEqualTo(1);
  }

  @Test
  void aJobThatSomebodyHasLockedIsPassedBy() throws SQLException {
    long worker = queue.worker();
    long locked = due(Duration.ofSeconds(60));
    long free = due(Duration.ofSeconds(50));
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SELECT FROM awa.deferred_jobs WHERE job_id = ? FOR UPDATE", locked);
      assertThat(promote(1, null).promoted()).isEqualTo(1);
      assertThat(queue.drain(worker, "q")).containsExactly(free);
      tx.rollback();
    }
    assertThat(promote(1, null).promoted()).isEqualTo(1);
    assertThat(queue.drain(worker, "q")).containsExactly(locked);
  }

  @Test
  void twoPromotersShareTheWork() throws SQLException {
    for (int i = 0; i < 4; i++) {
      due(Duration.ofSeconds(60 - i));
    }
    try (Connection one = queue.begin();
        Connection other = queue.begin()) {
      assertThat(queue.engine().deferredJobs().promote(one, 2, null).promoted()).isEqualTo(2);
      assertThat(queue.engine().deferredJobs().promote(other, 4, null).promoted()).isEqualTo(2);
      one.commit();
      other.commit();
    }
    assertThat(queue.drain(queue.worker(), "q")).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void aPromotedRetryKeepsItsLeaseAttemptErrorsAndBirthday() throws SQLException {
    long worker = queue.worker();
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withTags("kept")).id();
    Instant created = queue.awa().jobs().find(id).orElseThrow().createdAt();
    Claimed claimed = queue.claim(worker, "q", 1);
    Ending retry = Endings.of(Outcome.retry("broken"), 1, 25, Duration.ofHours(1));
    queue.flush(worker, 1, TestQueue.ended(claimed, retry));
    queue.sql("UPDATE awa.deferred_jobs SET run_at = clock_timestamp()");
    assertThat(promote(10, null).promoted()).isEqualTo(1);
    assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.AVAILABLE);
    assertThat(queue.awa().jobs().find(id).orElseThrow().createdAt()).isEqualTo(created);
    Run run = TestQueue.runs(queue.claim(worker, "q", 1)).getFirst();
    assertThat(run.runNo()).isEqualTo(2);
    assertThat(run.attempts()).isEqualTo(1);
    assertThat(run.ext()).contains("broken", "kept");
  }

  @Test
  void aScheduledJobIsAFirstRunWithItsPriority() throws SQLException {
    long worker = queue.worker();
    queue.awa().enqueue(TestQueue.job("q", 7).withPriority(4).withDelay(Duration.ofHours(1)));
    queue.sql("UPDATE awa.deferred_jobs SET run_at = clock_timestamp()");
    promote(10, null);
    Claimed claimed = queue.claim(worker, "q", 1);
    Run run = TestQueue.runs(claimed).getFirst();
    assertThat(run.runNo()).isEqualTo(1);
    assertThat(run.attempts()).isZero();
    assertThat(run.args()).isEqualTo("{\"n\": 7}");
    assertThat(claimed.batches().getFirst().claim().priority()).isEqualTo(4);
  }

  @Test
  void whatIsPromotedInATransactionThatRollsBackIsPromotedAgain() throws SQLException {
    long id = due(Duration.ofSeconds(1));
    try (Connection tx = queue.begin()) {
      queue.engine().deferredJobs().promote(tx, 10, null);
      tx.rollback();
    }
    assertThat(promote(10, null).promoted()).isEqualTo(1);
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(List.of(id));
  }

  /** How often the promoter is notified by what is done, while it sleeps or not. */
  private int wakes(boolean asleep, TestQueue.Action action) throws SQLException {
    long worker = queue.worker();
    queue.with(tx -> {
      queue
          .engine()
          .sleepers()
          .say(tx, worker, asleep ? Sleepers.Way.SLEEPS : Sleepers.Way.AWAKE, List.of(""));
      return asleep;
    });
    try (Connection listening = queue.connect()) {
      String channel = queue.engine().workers().channel(listening);
      TestQueue.sql(listening, "LISTEN \"" + channel + '"');
      queue.transaction(action);
      TestQueue.sql(listening, "SELECT 1");
      PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications();
      return (int) Stream.of(heard).filter(one -> one.getParameter().endsWith(" ")).count();
    }
  }

  private TestQueue.Action enqueue(Duration... delays) {
    return tx -> {
      for (Duration delay : delays) {
        queue.awa().enqueue(tx, TestQueue.job("q", 0).withDelay(delay));
      }
    };
  }

  @Test
  void whatIsDueBeforeThePromoterLooksAgainWakesItOnce() throws SQLException {
    assertThat(wakes(true, enqueue(Duration.ofMillis(500), Duration.ofMillis(10)))).isEqualTo(1);
    assertThat(wakes(true, enqueue(Duration.ofSeconds(5)))).as("not due soon").isZero();
    assertThat(wakes(true, enqueue(Duration.ZERO))).as("ready at once").isZero();
  }

  @Test
  void aPromoterThatIsAwakeIsNotNotified() throws SQLException {
    assertThat(wakes(false, enqueue(Duration.ofMillis(10)))).isZero();
  }

  @Test
  void aRetryThatIsDueSoonWakesThePromoter() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    Claimed claimed = queue.claim(worker, "q", 1);
    Ending retry = Endings.of(Outcome.retry("broken"), 1, 25, Duration.ofMillis(100));
    assertThat(
            wakes(
                true,
                tx ->
                    queue
                        .engine()
                        .closureLog()
                        .flush(tx, new Flush(worker, 1, TestQueue.ended(claimed, retry)))))
        .isEqualTo(1);
  }
}
