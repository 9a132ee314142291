package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.JobProgress;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.engine.Ring.Emptying;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The verb report: what running attempts tell is theirs alone, and outlives the segment it is in.
 */
@Tag("every-postgres")
final class ReportsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final TestQueue queue = TestQueue.create();
  private final long worker = queue.worker();

  ReportsTest() throws SQLException {}

  private static Report report(int seq, double percent, @Nullable String checkpoint) {
    return new Report(
        seq,
        new JobProgress(percent, "at " + percent, Instant.EPOCH),
        checkpoint == null ? null : new Report.Checkpoint(checkpoint),
        List.of(new Report.Line(seq, System.nanoTime(), "line " + seq)));
  }

  private boolean tell(long by, Claim claim, Run run, Report report) throws SQLException {
    return queue.with(tx ->
        queue.engine().reports().report(tx, by, List.of(new Report.OfRun(claim, run, report))));
  }

  private boolean tell(Claimed claimed, Report report) throws SQLException {
    Claimed.Batch first = claimed.batches().getFirst();
    return tell(worker, first.claim(), first.runs().getFirst(), report);
  }

  private long reports() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.attempt_outputs WHERE claim_no IS NOT NULL");
  }

  private StoredJob job(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  private List<Flush.Ended> ended(Claimed claimed, Ending ending) {
    return TestQueue.ended(claimed, ending);
  }

  private static Ending again(JobState state) {
    return new Ending(Closure.RETRIED, new Ending.Next.Again(0, state, 1), "an error");
  }

  @Test
  void theNewestReportOfARunCounts() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    Claimed claimed = queue.claim(worker, "q", 1);
    tell(claimed, report(1, 10, "{\"row\": 1}"));
    tell(claimed, report(3, 30, "{\"row\": 3}"));
    tell(claimed, report(2, 20, "{\"row\": 2}")); // late
    assertThat(job(id).progress()).extracting(JobProgress::percent).isEqualTo(30.0);
    assertThat(job(id).ext()).contains("\"row\": 3");
    assertThat(queue.texts("SELECT progress_percent || ' ' || progress_message FROM awa.jobs"))
        .containsExactly("30 at 30.0");
    assertThat(queue.awa().jobs().log(id))
        .extracting(line -> line.text())
        .containsExactly("line 1", "line 2", "line 3");
  }

  @Test
  void aLineThatWasSentTwiceIsOneLine() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    Claimed claimed = queue.claim(worker, "q", 1);
    tell(claimed, report(1, 10, null));
    tell(claimed, new Report(2, null, null, report(1, 0, null).lines()));
    assertThat(queue.awa().jobs().log(id)).hasSize(1);
  }

  @Test
  void whoDoesNotHoldTheRunReportsNothing() throws SQLException {
    queue.enqueue("q", 2);
    Claimed claimed = queue.claim(worker, "q", 1);
    Claim claim = claimed.batches().getFirst().claim();
    Run run = TestQueue.runs(claimed).getFirst();
    Claim othersNonce =
        new Claim(
            claim.slot(), claim.lane(), claim.priority(), claim.claimNo(), claim.nonce() + 1, 1);
    assertThat(tell(worker, othersNonce, run, report(1, 1, "1"))).isTrue();
    assertThat(tell(queue.worker(), claim, run, report(1, 1, "1"))).isTrue();
    queue.flush(worker, 1, ended(claimed, TestQueue.completed()));
    assertThat(tell(worker, claim, run, report(1, 1, "1"))).as("closed").isTrue();
    assertThat(reports()).isZero();
  }

  @Test
  void aWorkerThatWasDeclaredDeadReportsNothing() throws SQLException {
    queue.enqueue("q", 1);
    Claimed claimed = queue.claim(worker, "q", 1);
    queue.declareDead(worker);
    assertThatThrownBy(() -> tell(claimed, report(1, 1, "1"))).matches(Failures::isFenced);
    assertThat(reports()).isZero();
  }

  @Test
  void aReportNeverWaitsForWhoHasTheWorkersLock() throws SQLException {
    queue.enqueue("q", 1);
    Claimed claimed = queue.claim(worker, "q", 1);
    try (Connection other = queue.begin()) {
      TestQueue.sql(other, "SELECT pg_advisory_xact_lock(?)", worker);
      assertThat(tell(claimed, report(1, 1, "1"))).isFalse();
    }
    assertThat(reports()).isZero();
    assertThat(tell(claimed, report(1, 1, "1"))).isTrue();
    assertThat(reports()).isEqualTo(1);
  }

  @Test
  void whatAnAttemptToldLastGoesOnWithItsJob() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    Claimed claimed = queue.claim(worker, "q", 1);
    tell(claimed, report(1, 10, "1"));
    Flush.Ended one = ended(claimed, again(JobState.RETRYABLE)).getFirst();
    queue.flush(
        worker,
        1,
        List.of(
            new Flush.Ended(
                one.claim(), one.run(), one.ending(), null, report(2, 20, "[2]"), null)));
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).progress()).extracting(JobProgress::percent).isEqualTo(20.0);
    Run next = TestQueue.runs(queue.claim(worker, "q", 1)).getFirst();
    assertThat(StoredCheckpoint.of(next, null)).contains("[2]");
    assertThat(queue.awa().jobs().log(id)).hasSize(2);
    assertThat(queue.texts("SELECT progress_message FROM awa.jobs")).containsExactly("at 20.0");
  }

  @Test
  void aForgottenCheckpointIsGone() throws SQLException {
    queue.enqueue("q", 1);
    for (String json : List.of("1", "null")) {
      Claimed claimed = queue.claim(worker, "q", 1);
      Flush.Ended one = ended(claimed, again(JobState.RETRYABLE)).getFirst();
      Report.Checkpoint checkpoint = new Report.Checkpoint(json.equals("null") ? null : json);
      Report last = new Report(1, null, checkpoint, List.of());
      queue.flush(
          worker,
          json.length(),
          List.of(new Flush.Ended(one.claim(), one.run(), one.ending(), null, last, null)));
    }
    assertThat(queue.texts("SELECT ext ->> 'checkpoint' FROM awa.jobs")).singleElement().isNull();
  }

  @Test
  void aRescueTakesTheNewestReport() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    tell(queue.claim(worker, "q", 1), report(7, 70, "{\"row\": 7}"));
    queue.declareDead(worker);
    new TestRescue(queue).rescue(worker);
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).progress()).extracting(JobProgress::percent).isEqualTo(70.0);
    Run next = TestQueue.runs(queue.claim(queue.worker(), "q", 1)).getFirst();
    assertThat(StoredCheckpoint.of(next, null)).contains("{\"row\":7}");
  }

  @Test
  void aCancellationKeepsTheNewestReport() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    tell(queue.claim(worker, "q", 1), report(1, 70, "7"));
    queue.awa().jobs().cancel(id, "enough");
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(job(id).progress()).extracting(JobProgress::percent).isEqualTo(70.0);
    assertThat(job(id).ext()).contains("\"checkpoint\": 7");
  }

  // --- segments ---

  /** A job runs for long; its claim was carried, and the segments of its reports are pruned. */
  @Test
  void aCheckpointOutlivesTheSegmentsThatItWasReportedIn() throws SQLException {
    TestRing ring = new TestRing(queue);
    long id = queue.enqueue("q", 1).getFirst();
    Claimed claimed = queue.claim(worker, "q", 1);
    tell(claimed, new Report(1, null, new Report.Checkpoint("\"kept\""), List.of()));
    ring.rotate();
    assertThat(ring.carry(PATIENCE)).isEqualTo(Emptying.CARRIED);
    assertThat(job(id).ext()).contains("kept");
    for (int seq = 2; seq < 5; seq++) {
      tell(claimed, report(seq, seq, null));
      queue.enqueue("other", 1);
      long other = queue.worker();
      queue.flush(other, 1, ended(queue.claim(other, "other", 1), TestQueue.completed()));
      ring.rotate();
      letGo();
      assertThat(ring.prune(PATIENCE)).isEqualTo(Emptying.PRUNED);
      assertThat(job(id).ext()).as("after prune " + seq).contains("kept");
      assertThat(job(id).progress()).extracting(JobProgress::percent).isEqualTo((double) seq);
    }
    ring.sweepCarry();
    assertThat(carried()).as("the newest checkpoint, the newest progress").isEqualTo(2);
    queue.declareDead(worker);
    new TestRescue(queue, ring.lead()).rescue(worker);
    assertThat(job(id).ext()).contains("kept");
    ring.sweepCarry();
    assertThat(carried()).isZero();
  }

  @Test
  void reportsOfRunsThatHaveEndedAreNotCarried() throws SQLException {
    TestRing ring = new TestRing(queue);
    queue.enqueue("q", 2);
    Claimed first = queue.claim(worker, "q", 1);
    tell(first, report(1, 1, "1"));
    queue.flush(worker, 1, ended(first, TestQueue.completed()));
    Claimed second = queue.claim(worker, "q", 1);
    tell(second, report(1, 2, "2"));
    ring.rotate();
    assertThat(ring.carry(PATIENCE)).isEqualTo(Emptying.CARRIED);
    assertThat(carried()).isEqualTo(1);
  }

  @Test
  void nothingIsEmptiedWhileAReportIsWrittenThere() throws SQLException {
    TestRing ring = new TestRing(queue);
    queue.enqueue("q", 1);
    Claimed claimed = queue.claim(worker, "q", 1);
    try (Connection open = queue.begin()) {
      Claimed.Batch first = claimed.batches().getFirst();
      queue
          .engine()
          .reports()
          .report(
              open,
              worker,
              List.of(new Report.OfRun(first.claim(), first.runs().getFirst(), report(1, 1, "1"))));
      ring.rotate();
      assertThat(ring.carry(Duration.ZERO)).isEqualTo(Emptying.BLOCKED);
      open.commit();
    }
    assertThat(ring.carry(PATIENCE)).isEqualTo(Emptying.CARRIED);
    assertThat(carried()).isEqualTo(1);
  }

  @Test
  void aRebaseKeepsTheNewestReport() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    tell(queue.claim(worker, "q", 1), report(1, 40, "\"kept\""));
    queue.declareDead(worker);
    queue.sql("SELECT awa.rebase()");
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).ext()).contains("kept");
    assertThat(queue.awa().jobs().log(id)).hasSize(1);
  }

  private long carried() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.attempt_outputs WHERE slot = -1");
  }

  /** Every worker says that it holds nothing any more, as of now. */
  private void letGo() throws SQLException {
    queue.sql(
        "UPDATE awa.beats SET held_slots = '{}', announced_epoch ="
            + " awa.epoch_of(pg_current_snapshot()) + 1000000");
  }
}
