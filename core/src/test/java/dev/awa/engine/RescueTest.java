package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.JobState;
import dev.awa.engine.Rescue.Position;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verb rescue: the open runs of a dead worker end like any failure, each of them once. */
@Tag("every-postgres")
final class RescueTest {
  private final TestQueue queue = TestQueue.create();
  private final long worker;
  private final Lead lead;

  RescueTest() throws SQLException {
    worker = queue.worker();
    lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow();
  }

  private void die() throws SQLException {
    queue.declareDead(worker);
  }

  private List<Flush.Ended> open() throws SQLException {
    List<Claim> claims =
        queue.with(tx -> queue.engine().claimLog().claimsOf(tx, worker, Position.START));
    List<Claimed.Batch> batches = queue.with(tx -> queue.engine().claimLog().openRuns(tx, claims));
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : batches) {
      for (Run run : batch.runs()) {
        Ending ending = Endings.rescued(run.attempts() + 1, run.maxAttempts(), Duration.ofHours(1));
        ended.add(TestQueue.ended(batch.claim(), run, ending));
      }
    }
    return ended;
  }

  private Set<Flush.Ended> rescue(Lead by, List<Flush.Ended> ended) throws SQLException {
    Rescue batch = new Rescue(worker, ended);
    return queue.with(tx -> queue.engine().closureLog().rescue(tx, by, batch));
  }

  @Test
  void theOpenRunsOfADeadWorkerRunAgain() throws SQLException {
    List<Long> ids = queue.enqueue("q", 5);
    List<Flush.Ended> claimed = TestQueue.ended(queue.claim(worker, "q", 5), TestQueue.completed());
    queue.flush(worker, 1, List.of(claimed.get(1), claimed.get(3)));
    die();
    List<Flush.Ended> open = open();
    assertThat(open)
        .extracting(one -> one.run().jobId())
        .containsExactly(ids.get(0), ids.get(2), ids.get(4));
    assertThat(rescue(lead, open)).isEmpty();
    assertThat(open()).isEmpty();
    Claimed again = queue.claim(queue.worker(), "q", 10);
    assertThat(TestQueue.runs(again))
        .extracting(Run::jobId)
        .containsExactly(ids.get(0), ids.get(2), ids.get(4));
    assertThat(TestQueue.runs(again)).extracting(Run::runNo).containsOnly(2);
    assertThat(TestQueue.runs(again)).extracting(Run::attempts).as("it counts").containsOnly(1);
  }

  @Test
  void aSecondLeaderRescuesNothingTwice() throws SQLException {
    List<Long> ids = queue.enqueue("q", 4);
    queue.claim(worker, "q", 2);
    queue.claim(worker, "q", 2);
    die();
    List<Flush.Ended> seenByBoth = open();
    rescue(lead, seenByBoth);
    assertThat(rescue(lead, seenByBoth)).isEqualTo(new HashSet<>(seenByBoth));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(ids);
  }

  @Test
  void aRescueInPartsOfOneClaimRescuesEachRunOnce() throws SQLException {
    List<Long> ids = queue.enqueue("q", 6);
    queue.claim(worker, "q", 6);
    die();
    List<Flush.Ended> all = open();
    assertThat(rescue(lead, all.subList(0, 2))).isEmpty();
    assertThat(rescue(lead, all.subList(1, 4))).containsExactly(all.get(1));
    assertThat(rescue(lead, all)).containsExactlyInAnyOrderElementsOf(all.subList(0, 4));
    assertThat(queue.drain(queue.worker(), "q")).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aLivingWorkerIsNotRescued() throws SQLException {
    queue.enqueue("q", 2);
    queue.claim(worker, "q", 2);
    List<Flush.Ended> open = open();
    rescue(lead, open);
    assertThat(open()).hasSize(2);
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(2);
  }

  @Test
  void whoDoesNotLeadAnyMoreRescuesNobody() throws SQLException {
    queue.enqueue("q", 2);
    queue.claim(worker, "q", 2);
    die();
    List<Flush.Ended> open = open();
    assertThatThrownBy(() -> rescue(new Lead(2, lead.term()), open))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(Failures.NOT_LEADING));
    assertThat(open()).hasSize(2);
  }

  @Test
  void aJobThatKillsItsWorkersEndsAsADeadLetter() throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job("q", 1).withMaxAttempts(1)).id();
    queue.claim(worker, "q", 1);
    die();
    rescue(lead, open());
    assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.FAILED);
    assertThat(queue.awa().jobs().find(id).orElseThrow().reason()).isEqualTo("crash_loop");
  }

  /** A settled claim may hang there, with the lock, because its worker stands still. */
  @Test
  void aCallThatHangsIsNotWaitedFor() throws SQLException {
    queue.enqueue("q", 2);
    queue.claim(worker, "q", 2);
    die();
    List<Flush.Ended> open = open();
    try (Connection call = queue.begin()) {
      TestQueue.sql(call, "SELECT pg_advisory_xact_lock(?)", worker);
      assertThatThrownBy(() -> rescue(lead, open))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(Failures.isBlocked(e)).isTrue());
      Deaths deaths = queue.engine().deaths();
      Deaths.Keeper keeper = queue.with(tx -> deaths.keepers(tx, worker).getFirst());
      assertThat(queue.<Boolean>with(tx -> deaths.endKeeper(tx, lead, worker, null, keeper)))
          .isTrue();
      Eventually.holds(
          "nobody keeps the lock", () -> queue.with(tx -> deaths.keepers(tx, worker).isEmpty()));
    }
    assertThat(rescue(lead, open)).isEmpty();
  }

  @Test
  void aWorkerThatSettlesDoesNotWaitForEverForACallOfItsOwn() throws SQLException {
    try (Connection call = queue.begin()) {
      TestQueue.sql(call, "SELECT pg_advisory_xact_lock_shared(?)", worker);
      assertThatThrownBy(() ->
              queue.with(
                  tx -> queue.engine().closureLog().settle(tx, new Flush(worker, 1, List.of()))))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(Failures.isBlocked(e)).isTrue());
      assertThatThrownBy(() ->
              queue.with(
                  tx -> queue.engine().claimLog().settle(tx, TestQueue.request(worker, "q", 1))))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(Failures.isBlocked(e)).isTrue());
    }
  }
}
