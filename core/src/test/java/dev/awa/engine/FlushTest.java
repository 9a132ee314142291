package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The verb flush: closes what is open, and does once what the endings ask for. */
@Tag("every-postgres")
final class FlushTest {
  private static final Duration BACKOFF = Duration.ofSeconds(7);

  private final TestQueue queue = TestQueue.create();
  private final ClosureLog closureLog = queue.engine().closureLog();

  private static Ending ending(Outcome outcome) {
    return Endings.of(outcome, 1, 25, BACKOFF);
  }

  private Claimed claimed(long worker, int jobs) throws SQLException {
    queue.enqueue("q", jobs);
    return queue.claim(worker, "q", 512);
  }

  private StoredJob job(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  private boolean settle(Flush sent) throws SQLException {
    return queue.with(tx -> closureLog.settle(tx, sent));
  }

  private List<String> closures() throws SQLException {
    return queue.texts(
        "SELECT outcome || ' ' || n || ' ' || coalesce(ordinals::text, 'all') FROM awa.closures"
            + " ORDER BY lane, claim_no, outcome, ordinals");
  }

  // --- what is closed ---

  @Test
  void aWholeClaimIsClosedByOneRow() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 3);
    assertThat(queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()))).isEmpty();
    assertThat(closures()).containsExactly("1 3 all");
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(3);
    assertThat(queue.awa().queues().stats("q").running()).isZero();
  }

  @Test
  void aPartOfAClaimIsClosedByItsOrdinals() throws SQLException {
    long worker = queue.worker();
    List<Flush.Ended> ended = TestQueue.ended(claimed(worker, 4), TestQueue.completed());
    queue.flush(worker, 1, List.of(ended.get(2), ended.get(0)));
    queue.flush(worker, 2, List.of(ended.get(3), ended.get(1)));
    assertThat(closures()).containsExactly("1 2 {3,1}", "1 2 {4,2}");
    assertThat(queue.awa().queues().stats("q").running()).isZero();
  }

  @Test
  void severalOutcomesOfSeveralClaimsTravelTogether() throws SQLException {
    long worker = queue.worker();
    Claimed first = claimed(worker, 3);
    Claimed second = claimed(worker, 2);
    List<Flush.Ended> ended = new ArrayList<>(TestQueue.ended(first, TestQueue.completed()));
    ended.set(1, ended.get(1).with(ending(Outcome.retry("no")), null));
    ended.addAll(TestQueue.ended(second, ending(Outcome.cancel("unwanted"))));
    assertThat(queue.flush(worker, 1, ended)).isEmpty();
    assertThat(closures()).containsExactly("1 2 {1,3}", "2 1 {2}", "6 2 all");
    assertThat(states(first, second))
        .containsExactly(
            JobState.COMPLETED,
            JobState.RETRYABLE,
            JobState.COMPLETED,
            JobState.CANCELLED,
            JobState.CANCELLED);
  }

  private List<JobState> states(Claimed... answers) {
    List<JobState> states = new ArrayList<>();
    for (Claimed claimed : answers) {
      TestQueue.jobs(claimed).forEach(id -> states.add(job(id).state()));
    }
    return states;
  }

  /** What nobody asks for costs nothing: not even its plan is made. */
  @Test
  void onlyTheConsequencesThatSomeRunAsksForAreCalled() throws SQLException {
    List<String> others =
        List.of("run_again", "keep_dead_letters", "keep_finished", "keep_outputs", "let_go_keys");
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 2);
    List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
    ended = List.of(ended.getFirst(), ended.getLast().with(ending(Outcome.retry("no")), null));
    for (String function : others) {
      queue.sql("ALTER FUNCTION awa." + function + " RENAME TO " + function + "_is_away");
    }
    assertThat(queue.flush(worker, 1, ended)).isEmpty();
    for (String function : others) {
      queue.sql("ALTER FUNCTION awa." + function + "_is_away RENAME TO " + function);
    }
    assertThat(states(claimed)).containsExactly(JobState.COMPLETED, JobState.RETRYABLE);
  }

  /** Its run is not closed either: it would be lost. */
  @Test
  void anEndingThatNobodyKnowsIsRefused() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    FlushArrays batch =
        FlushArrays.of(TestQueue.ended(claimed, ending(Outcome.cancel("not wanted"))));
    String endings = String.valueOf(batch.endings()).replace("cancelled", "waiting_for_a_call");
    Sql flush = Sql.of(Engine.DEFAULT_SCHEMA, "closures/flush.sql");
    assertThatThrownBy(() ->
            queue.with(tx ->
                flush.list(
                    tx,
                    row -> "",
                    worker,
                    1,
                    batch.slots(),
                    batch.lanes(),
                    batch.claimNos(),
                    batch.nonces(),
                    batch.outcomes(),
                    batch.counts(),
                    batch.ordinals(),
                    endings)))
        .hasMessageContaining("endings ask for {waiting_for_a_call}");
    assertThat(states(claimed)).containsExactly(JobState.RUNNING);
  }

  // --- what is stale ---

  @Test
  void aStaleRunClosesNothing() throws SQLException {
    long worker = queue.worker();
    long other = queue.worker();
    Claimed claimed = claimed(worker, 1);
    Claim claim = claimed.batches().getFirst().claim();
    Run run = TestQueue.runs(claimed).getFirst();
    Ending retry = ending(Outcome.retry("stale"));

    assertStale(worker, with(claim, claim.claimNo(), claim.nonce() + 1), run, retry);
    assertStale(worker, with(claim, claim.claimNo() + 1, claim.nonce()), run, retry);
    assertStale(other, claim, run, retry);
    assertThat(job(run.jobId()).state()).isEqualTo(JobState.RUNNING);

    assertThat(queue.flush(worker, 10, TestQueue.ended(claimed, TestQueue.completed()))).isEmpty();
    assertStale(worker, claim, run, retry);
    assertThat(job(run.jobId()).state()).isEqualTo(JobState.COMPLETED);
  }

  /**
   * A crash of the database forgot the claim of a run that this worker went on with; the worker was
   * given the run again, under the same claim number, and both endings go into one flush.
   */
  @Test
  void anEndingOfAForgottenClaimIsStaleBesideOneOfTheClaimThatGotItsNumber() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    Claim claim = claimed.batches().getFirst().claim();
    Claim forgotten = with(claim, claim.claimNo(), claim.nonce() + 1);
    Run run = TestQueue.runs(claimed).getFirst();
    Ending retry = ending(Outcome.retryAfter(Duration.ofHours(1), "again"));
    Flush.Ended late = TestQueue.ended(forgotten, run, retry);

    assertThat(queue.flush(worker, 1, List.of(late, TestQueue.ended(claim, run, retry))))
        .containsExactly(late);
    assertThat(queue.number("SELECT count(*) FROM awa.closures")).isEqualTo(1);
    assertThat(queue.number("SELECT count(*) FROM awa.deferred_jobs")).isEqualTo(1);
  }

  private static Claim with(Claim claim, long claimNo, long nonce) {
    return new Claim(claim.slot(), claim.lane(), claim.priority(), claimNo, nonce, claim.members());
  }

  private void assertStale(long worker, Claim claim, Run run, Ending ending) throws SQLException {
    List<String> before = closures();
    Flush.Ended ended = TestQueue.ended(claim, run, ending);
    assertThat(queue.flush(worker, TestQueue.randomId(), List.of(ended))).containsExactly(ended);
    assertThat(closures()).isEqualTo(before);
    assertThat(queue.number("SELECT count(*) FROM awa.deferred_jobs")).isZero();
  }

  @Test
  void ofGoodAndStaleRunsInOneFlushOnlyTheGoodAreClosed() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 6);
    List<Flush.Ended> all = TestQueue.ended(claimed, ending(Outcome.retry("again")));
    queue.flush(
        worker,
        1,
        List.of(
            all.get(1).with(TestQueue.completed(), null),
            all.get(4).with(TestQueue.completed(), null)));

    assertThat(queue.flush(worker, 2, all)).containsExactlyInAnyOrder(all.get(1), all.get(4));
    assertThat(closures()).containsExactly("1 2 {2,5}", "2 4 {1,3,4,6}");
    List<Long> retried = new ArrayList<>(TestQueue.jobs(claimed));
    retried.remove(4);
    retried.remove(1);
    assertThat(queue.texts("SELECT job_id::text FROM awa.deferred_jobs ORDER BY job_id"))
        .isEqualTo(retried.stream().map(String::valueOf).toList());
  }

  @Test
  void oneStaleClaimInAFlushLeavesTheOtherClaimsGood() throws SQLException {
    long worker = queue.worker();
    Claimed stale = claimed(worker, 2);
    Claimed good = claimed(worker, 2);
    queue.flush(worker, 1, TestQueue.ended(stale, TestQueue.completed()));
    Ending release = Endings.released(1, Duration.ZERO, "test");
    List<Flush.Ended> both = new ArrayList<>(TestQueue.ended(stale, release));
    both.addAll(TestQueue.ended(good, release));
    assertThat(queue.flush(worker, 2, both))
        .containsExactlyInAnyOrderElementsOf(TestQueue.ended(stale, release));
    assertThat(queue.drain(worker, "q")).isEqualTo(TestQueue.jobs(good));
  }

  @Test
  void aFlushThatIsSentTwiceDoesItsWorkOnce() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 3);
    Ending release = Endings.released(1, Duration.ZERO, "test");
    List<Flush.Ended> ended = TestQueue.ended(claimed, release);
    queue.flush(worker, 1, ended);
    assertThat(queue.flush(worker, 1, ended)).hasSize(3);
    assertThat(queue.drain(worker, "q")).isEqualTo(TestQueue.jobs(claimed));
  }

  @Test
  void aFencedWorkerClosesNothing() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    queue.declareDead(worker);
    assertThatThrownBy(
            () -> queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed())))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(Failures.isFenced(e)).isTrue());
    assertThat(closures()).isEmpty();
  }

  @Test
  void aFlushWaitsUntilItsWorkerIsDeclaredDeadAndIsFencedThen() throws Exception {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Connection declaring = queue.begin()) {
      TestQueue.sql(declaring, "SELECT pg_advisory_xact_lock(?)", worker);
      TestQueue.declareDead(declaring, worker);
      Future<List<Flush.Ended>> flushed =
          thread.submit(
              () -> queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed())));
      Eventually.holds("the flush waits", () -> waitsForAdvisoryLock() == 1);
      declaring.commit();
      assertThatThrownBy(flushed::get)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(Failures.isFenced(e)).isTrue());
    }
    assertThat(closures()).isEmpty();
  }

  private long waitsForAdvisoryLock() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
  }

  // --- settle ---

  @Test
  void settleSaysWhetherAFlushWasCommitted() throws SQLException {
    long worker = queue.worker();
    List<Flush.Ended> ended = TestQueue.ended(claimed(worker, 2), TestQueue.completed());
    Flush sent = new Flush(worker, 1, ended);
    try (Connection tx = queue.begin()) {
      closureLog.flush(tx, sent);
      tx.rollback();
    }
    assertThat(settle(sent)).isFalse();
    Flush again = new Flush(worker, 2, ended);
    queue.with(tx -> closureLog.flush(tx, again));
    assertThat(settle(again)).isTrue();
    assertThat(settle(sent)).as("that one was not").isFalse();
  }

  @Test
  void aFlushThatArrivesAfterItWasSettledIsRefused() throws SQLException {
    long worker = queue.worker();
    List<Flush.Ended> ended = TestQueue.ended(claimed(worker, 2), TestQueue.completed());
    Flush late = new Flush(worker, 7, ended);
    assertThat(settle(late)).isFalse();
    assertThatThrownBy(() -> queue.with(tx -> closureLog.flush(tx, late)))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "AW005");
    assertThat(queue.number("SELECT count(*) FROM awa.closures")).isZero();
    Set<Flush.Ended> stale = queue.with(tx -> closureLog.flush(tx, new Flush(worker, 8, ended)));
    assertThat(stale).isEmpty();
  }

  @Test
  void settleWaitsForAFlushInFlight() throws Exception {
    long worker = queue.worker();
    Flush sent = new Flush(worker, 1, TestQueue.ended(claimed(worker, 2), TestQueue.completed()));
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Connection inFlight = queue.begin()) {
      closureLog.flush(inFlight, sent);
      Future<Boolean> settled = thread.submit(() -> settle(sent));
      Eventually.holds("settle waits", () -> waitsForAdvisoryLock() == 1);
      inFlight.commit();
      assertThat(settled.get()).isTrue();
    }
  }

  // --- what follows ---

  @Test
  void aRetryWaitsInTheDeferredJobsWithItsAttemptAndItsError() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    Instant before = Instant.now();
    queue.flush(worker, 1, TestQueue.ended(claimed, ending(Outcome.retry("it \"broke\"\n"))));
    StoredJob job = job(TestQueue.jobs(claimed).getFirst());
    assertThat(job.state()).isEqualTo(JobState.RETRYABLE);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.runNo()).isEqualTo(2);
    assertThat(job.runAt())
        .isBetween(before.plus(BACKOFF).minusSeconds(1), before.plus(BACKOFF).plusSeconds(20));
    assertThat(job.createdAt()).isEqualTo(TestQueue.runs(claimed).getFirst().readyAt());
    assertThat(queue.texts("SELECT ext -> 'errors' -> 0 ->> 'error' FROM awa.deferred_jobs"))
        .containsExactly("it \"broke\"\n");
    assertThat(queue.texts("SELECT ext -> 'errors' -> 0 ->> 'attempt' FROM awa.deferred_jobs"))
        .containsExactly("1");
  }

  @Test
  void theLastTenErrorsAreKept() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    for (int attempt = 1; attempt <= 13; attempt++) {
      Claimed claimed = queue.claim(worker, "q", 1);
      assertThat(TestQueue.runs(claimed).getFirst().attempts()).isEqualTo(attempt - 1);
      Ending again =
          new Ending(
              Closure.RETRIED,
              new Ending.Next.Again(0, JobState.RETRYABLE, attempt),
              "error " + attempt);
      queue.flush(worker, attempt, TestQueue.ended(claimed, again));
    }
    Run run = TestQueue.runs(queue.claim(worker, "q", 1)).getFirst();
    assertThat(run.runNo()).isEqualTo(14);
    assertThat(
            queue.texts(
                "SELECT e ->> 'error' FROM json_array_elements(?::json -> 'errors') AS e",
                run.ext()))
        .containsExactly(
            "error 4",
            "error 5",
            "error 6",
            "error 7",
            "error 8",
            "error 9",
            "error 10",
            "error 11",
            "error 12",
            "error 13");
  }

  @Test
  void aSnoozeDoesNotCount() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    queue.flush(worker, 1, TestQueue.ended(claimed, ending(Outcome.snooze(BACKOFF))));
    StoredJob job = job(TestQueue.jobs(claimed).getFirst());
    assertThat(job.state()).isEqualTo(JobState.SCHEDULED);
    assertThat(job.attempt()).isZero();
    assertThat(job.runNo()).isEqualTo(2);
  }

  @Test
  void aReleaseAtOnceGoesBackToTheReadyLogWithTheSameAttempt() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 2);
    queue.flush(worker, 1, TestQueue.ended(claimed, Endings.released(1, Duration.ZERO, "no")));
    assertThat(queue.awa().queues().stats("q").available()).isEqualTo(2);
    Claimed again = queue.claim(worker, "q", 5);
    assertThat(TestQueue.jobs(again)).isEqualTo(TestQueue.jobs(claimed));
    assertThat(TestQueue.runs(again)).extracting(Run::attempts).containsOnly(0);
    assertThat(TestQueue.runs(again)).extracting(Run::runNo).containsOnly(2);
  }

  @Test
  void whatFailsForGoodIsADeadLetter() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 2);
    List<Flush.Ended> ended =
        List.of(
            TestQueue.ended(claimed, ending(Outcome.fail("never"))).getFirst(),
            TestQueue.ended(claimed, Endings.of(Outcome.retry("no"), 25, 25, BACKOFF)).getLast());
    queue.flush(worker, 1, ended);
    assertThat(queue.texts("SELECT reason FROM awa.dead_letters ORDER BY job_id"))
        .containsExactly("failed_by_handler", "max_attempts_exhausted");
    assertThat(states(claimed)).containsOnly(JobState.FAILED);
    assertThat(queue.awa().queues().stats("q").deadLetters()).isEqualTo(2);
    assertThat(queue.awa().queues().stats("q").failed()).isEqualTo(2);
  }

  @Test
  void aQueueWithoutDeadLettersKeepsJustFailedJobs() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, dead_letters) VALUES ('q', false)");
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    queue.flush(worker, 1, TestQueue.ended(claimed, ending(Outcome.fail("never"))));
    assertThat(queue.awa().queues().stats("q").deadLetters()).isZero();
    assertThat(queue.awa().queues().stats("q").failed()).isEqualTo(1);
    StoredJob job = job(TestQueue.jobs(claimed).getFirst());
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).isEqualTo("failed_by_handler");
    assertThat(job.attempt()).isEqualTo(1);
  }

  @Test
  void aCancelledJobIsKeptWithItsReason() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 1);
    queue.flush(worker, 1, TestQueue.ended(claimed, ending(Outcome.cancel("un\0wanted"))));
    StoredJob job = job(TestQueue.jobs(claimed).getFirst());
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.reason()).isEqualTo("un\uFFFDwanted");
    assertThat(queue.awa().queues().stats("q").cancelled()).isEqualTo(1);
  }

  @Test
  void theLastFourKibibytesOfAnOutputAreKept() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 2);
    String output = PlainText.tail("first" + "ä".repeat(4000) + "last");
    List<Flush.Ended> ended =
        TestQueue.ended(claimed, TestQueue.completed()).stream()
            .map(one -> one.with(one.ending(), output))
            .toList();
    queue.flush(worker, 1, ended);
    for (long id : TestQueue.jobs(claimed)) {
      assertThat(queue.awa().jobs().outputs(id))
          .singleElement()
          .satisfies(one -> {
            assertThat(one.text()).endsWith("last").isEqualTo(output);
            assertThat(one.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeBetween(4095, 4096);
            assertThat(one.attempt()).isEqualTo(1);
            assertThat(one.runNo()).isEqualTo(1);
          });
    }
  }

  @Test
  void allOrNothingOfAFlushIsDone() throws SQLException {
    long worker = queue.worker();
    Claimed claimed = claimed(worker, 2);
    long first = TestQueue.jobs(claimed).getFirst();
    queue.sql(
        "INSERT INTO awa.deferred_jobs (job_id, run_at, lane, kind, args)"
            + " VALUES (?, now(), 1, 'in the way', '{}')",
        first);
    List<Flush.Ended> ended = TestQueue.ended(claimed, ending(Outcome.retry("no")));
    assertThatThrownBy(() -> queue.flush(worker, 1, ended))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(Failures.isOfTheData(e)).isTrue());
    assertThat(closures()).isEmpty();
    assertThat(queue.flush(worker, 2, ended.subList(1, 2))).isEmpty();
  }

  // --- unique keys ---

  @Test
  void aUniqueKeyIsHeldUntilTheJobHasFinished() throws SQLException {
    long worker = queue.worker();
    for (Outcome last : List.of(Outcome.complete(), Outcome.fail("no"), Outcome.cancel("no"))) {
      Job<?> job = TestQueue.job("q", 1).withUnique(Unique.byArguments());
      long id = queue.awa().enqueue(job).id();
      queue.flush(
          worker,
          TestQueue.randomId(),
          TestQueue.ended(queue.claim(worker, "q", 1), Endings.released(1, Duration.ZERO, "")));
      assertThat(queue.awa().enqueue(job).id()).as("still held").isEqualTo(id);
      Claimed claimed = queue.claim(worker, "q", 1);
      assertThat(queue.awa().enqueue(job).id()).as("held while it runs").isEqualTo(id);
      queue.flush(worker, TestQueue.randomId(), TestQueue.ended(claimed, ending(last)));
      assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).as("%s", last).isZero();
    }
  }

  @Test
  void aUniqueKeyIsHeldAfterTheStatesThatWereAskedFor() throws SQLException {
    long worker = queue.worker();
    List<JobState> states = List.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED);
    for (JobState held : states) {
      for (JobState reached : states) {
        Job<?> job =
            TestQueue.job("q", 1).withUnique(Unique.byText(held + " " + reached).heldAfter(held));
        queue.awa().enqueue(job);
        Outcome last =
            switch (reached) {
              case COMPLETED -> Outcome.complete();
              case FAILED -> Outcome.fail("");
              default -> Outcome.cancel("");
            };
        Claimed claimed = queue.claim(worker, "q", 1);
        queue.flush(worker, TestQueue.randomId(), TestQueue.ended(claimed, ending(last)));
        assertThat(queue.awa().enqueue(job).duplicate())
            .as("held after %s, reached %s", held, reached)
            .isEqualTo(held == reached);
        queue.drain(worker, "q");
      }
    }
  }

  @Test
  void aStaleRunLetsGoOfNoKey() throws SQLException {
    long worker = queue.worker();
    Job<?> job = TestQueue.job("q", 1).withUnique(Unique.byArguments());
    queue.awa().enqueue(job);
    Claimed claimed = queue.claim(worker, "q", 1);
    queue.flush(worker, 1, TestQueue.ended(claimed, Endings.released(1, Duration.ZERO, "test")));
    assertThat(queue.flush(worker, 2, TestQueue.ended(claimed, TestQueue.completed()))).hasSize(1);
    assertThat(queue.awa().enqueue(job).duplicate()).isTrue();
  }

  @Test
  void aWorkerMayCloseRunsOfSeveralLanesAtOnce() throws SQLException {
    long worker = queue.worker();
    for (int priority = 1; priority <= 4; priority++) {
      queue.awa().enqueue(TestQueue.job("q", priority).withPriority(priority));
    }
    Claimed claimed = queue.claim(worker, "q", 10);
    assertThat(claimed.batches()).hasSize(4);
    assertThat(queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()))).isEmpty();
    assertThat(Set.copyOf(states(claimed))).containsExactly(JobState.COMPLETED);
  }
}
