package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.awa.Enqueued;
import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Retried;
import dev.awa.Retried.Verdict;
import dev.awa.RetriedJobs;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Run;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Failed and cancelled jobs that run again, or go. */
@Tag("every-postgres")
final class DeadLettersTest {
  private static final Ending FAILED =
      new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no such mailbox");

  private final TestQueue queue = TestQueue.create();
  private long flushNo;

  private long fail(Job<?> job) throws SQLException {
    long id = queue.awa().enqueue(job).id();
    failAll(job.queue());
    return id;
  }

  private void failAll(String name) throws SQLException {
    long worker = queue.worker();
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, name, 1000), FAILED));
  }

  private static Job<RawJson> keyed(String key) {
    return TestQueue.job("q", 0).withUnique(Unique.byText(key));
  }

  private void awaitWaiter() {
    Eventually.holds(
        "somebody waits for a lock",
        () ->
            queue.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()")
                > 0);
  }

  private StoredJob job(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  private Retried retry(long id) {
    return queue.awa().deadLetters().retry(id);
  }

  private QueueStats stats() {
    return queue.awa().queues().stats("q");
  }

  @Test
  void someAreRetriedMovedAndPurgedAtOnceAndEachIsAnswered() throws SQLException {
    long dead = fail(keyed("a"));
    long other = fail(keyed("a"));
    long waits = queue.awa().enqueue(TestQueue.job("waits", 1)).id();
    List<Long> ids = List.of(waits, other, dead, dead, Long.MAX_VALUE);

    assertThat(queue.awa().deadLetters().retry(ids))
        .containsExactly(
            Map.entry(dead, new Retried(dead, Verdict.RETRIED, null, null)),
            Map.entry(other, new Retried(other, Verdict.DUPLICATE, dead, null)),
            Map.entry(waits, new Retried(waits, Verdict.NOT_FINISHED, null, null)),
            Map.entry(Long.MAX_VALUE, new Retried(Long.MAX_VALUE, Verdict.UNKNOWN, null, null)));
    queue.awa().queues().set("q", change -> change.deadLetters(false), "jo");
    failAll("q");
    assertThat(job(dead)).returns(JobState.FAILED, StoredJob::state);
    assertThat(queue.awa().deadLetters().move(ids)).containsExactly(dead);
    assertThat(queue.awa().deadLetters().move(ids)).as("they are dead letters").isEmpty();
    assertThat(queue.awa().deadLetters().purge(ids)).containsExactly(dead, other);
    assertThat(queue.awa().deadLetters().purge(ids)).isEmpty();
    assertThat(job(waits).state()).isEqualTo(JobState.AVAILABLE);
  }

  @Test
  void someAreRetriedInTheCallersTransactionIfThatCommits() throws SQLException {
    List<Long> ids = List.of(fail(TestQueue.job("q", 1)), fail(TestQueue.job("q", 2)));
    try (Connection tx = queue.begin()) {
      assertThat(queue.awa().deadLetters().retry(tx, ids)).hasSize(2);
      tx.rollback();
      assertThat(stats().deadLetters()).isEqualTo(2);
      assertThat(queue.awa().deadLetters().retry(tx, ids).values()).allMatch(Retried::isRetried);
      tx.commit();
    }
    assertThat(stats().available()).isEqualTo(2);
  }

  @Test
  void moreAtOnceThanSqlTakesAreRefused() {
    List<Long> ids = LongStream.rangeClosed(1, JobFilter.MAX_IDS + 1L).boxed().toList();
    dev.awa.client.DeadLetters letters = queue.awa().deadLetters();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> letters.retry(ids), () -> letters.move(ids), () -> letters.purge(ids))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("ids: must be at most 1000, got 1001");
    }
    assertThat(letters.purge(ids.subList(0, JobFilter.MAX_IDS))).isEmpty();
  }

  @Test
  void aJobSaysWhetherItIsADeadLetter() throws SQLException {
    long dead = fail(TestQueue.job("q", 1));
    queue.awa().queues().set("q", change -> change.deadLetters(false), "jo");
    long failed = fail(TestQueue.job("q", 2));
    queue.enqueue("q", 1);

    assertThat(job(dead).deadLetter()).isTrue();
    assertThat(job(failed).deadLetter()).isFalse();
    JobFilter all = JobFilter.newest(10).withQueue("q");
    assertThat(queue.awa().jobs().list(all))
        .extracting(StoredJob::deadLetter)
        .containsExactly(false, false, true);
    JobFilter ended = all.withState(JobState.FAILED).withByEnd(true);
    assertThat(queue.awa().jobs().list(ended))
        .extracting(StoredJob::id, StoredJob::deadLetter)
        .containsExactly(tuple(failed, false), tuple(dead, true));
    assertThat(queue.number("SELECT id FROM awa.jobs WHERE dead_letter")).isEqualTo(dead);
    assertThat(queue.number("SELECT count(*) FROM awa.jobs WHERE NOT dead_letter")).isEqualTo(2);
    queue.awa().deadLetters().move(failed);
    assertThat(job(failed).showing("{}").deadLetter()).isTrue();
  }

  @Test
  void aDeadLetterThatIsRetriedKeepsWhoItIsAndHasAllItsAttempts() throws SQLException {
    long id =
        fail(
            TestQueue.job("q", 7)
                .withTags("mail")
                .withPriority(1)
                .withMaxAttempts(3)
                .withOrderingKey("jo"));
    StoredJob dead = job(id);
    assertThat(dead.state()).isEqualTo(JobState.FAILED);
    assertThat(stats().deadLetters()).isEqualTo(1);

    assertThat(retry(id)).isEqualTo(new Retried(id, Verdict.RETRIED, null, null));

    StoredJob again = job(id);
    assertThat(again.state()).isEqualTo(JobState.AVAILABLE);
    assertThat(again.attempt()).isZero();
    assertThat(again.maxAttempts()).isEqualTo(3);
    assertThat(again.runNo()).isEqualTo(dead.runNo() + 1);
    assertThat(again.priority()).isEqualTo(1);
    assertThat(again.args()).isEqualTo(dead.args());
    assertThat(again.createdAt()).isEqualTo(dead.createdAt());
    assertThat(again.ext()).contains("no such mailbox").contains("mail").contains("jo");
    assertThat(stats())
        .returns(0L, QueueStats::deadLetters)
        .returns(0L, QueueStats::failed)
        .returns(1L, QueueStats::available);

    long worker = queue.worker();
    List<Run> runs = TestQueue.runs(queue.claim(worker, "q", 10));
    assertThat(runs).singleElement().returns(id, Run::jobId);
  }

  @Test
  void aCancelledJobRunsAgainToo() throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job("q", 0)).id();
    queue.awa().jobs().cancel(id, "not wanted");
    assertThat(retry(id).isRetried()).isTrue();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(stats()).returns(0L, QueueStats::cancelled).returns(1L, QueueStats::available);
  }

  @Test
  void whatCanNotRunAgainIsToldApart() throws SQLException {
    assertThat(retry(4711).verdict()).isEqualTo(Verdict.UNKNOWN);
    long waiting = queue.awa().enqueue(TestQueue.job("q", 0)).id();
    assertThat(retry(waiting).verdict()).isEqualTo(Verdict.NOT_FINISHED);
    long worker = queue.worker();
    Claimed claimed = queue.claim(worker, "q", 1);
    assertThat(retry(waiting).verdict()).as("it runs").isEqualTo(Verdict.NOT_FINISHED);
    queue.flush(worker, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
    assertThat(retry(waiting).verdict()).isEqualTo(Verdict.COMPLETED);
    long dead = fail(TestQueue.job("q", 0));
    assertThat(retry(dead).isRetried()).isTrue();
    assertThat(retry(dead).verdict()).as("once is enough").isEqualTo(Verdict.NOT_FINISHED);
  }

  @Test
  void aJobWhoseKeyAnotherHoldsStaysAndNamesTheOther() throws SQLException {
    long dead = fail(keyed("order 7"));
    Enqueued other = queue.awa().enqueue(keyed("order 7"));
    assertThat(other.duplicate()).as("a failed job lets its key go").isFalse();

    assertThat(retry(dead)).isEqualTo(new Retried(dead, Verdict.DUPLICATE, other.id(), null));
    assertThat(job(dead).state()).isEqualTo(JobState.FAILED);

    queue.awa().jobs().cancel(other.id(), "not wanted");
    assertThat(retry(dead).isRetried()).isTrue();
    assertThat(queue.awa().enqueue(keyed("order 7")))
        .as("it holds its key again")
        .returns(true, Enqueued::duplicate)
        .returns(dead, Enqueued::id);
  }

  @Test
  void aKeyThatWasHeldOnIsItsOwn() throws SQLException {
    Job<RawJson> job =
        TestQueue.job("q", 0).withUnique(Unique.byText("k").heldAfter(JobState.FAILED));
    long dead = fail(job);
    assertThat(queue.awa().enqueue(job).id()).isEqualTo(dead);
    assertThat(retry(dead).isRetried()).isTrue();
    assertThat(queue.awa().enqueue(job).id()).isEqualTo(dead);
  }

  @Test
  void ofTwoWithOneKeyOneRunsAgain() throws SQLException {
    long first = fail(keyed("k"));
    long second = fail(keyed("k"));
    RetriedJobs all = queue.awa().deadLetters().retryAll(JobFilter.newest(10).withQueue("q"));
    assertThat(all).isEqualTo(new RetriedJobs(1, 1, 0, List.of()));
    assertThat(job(first).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(second).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void itGoesToTheStripeThatItsOrderingKeyHasToday() throws SQLException {
    long dead = fail(TestQueue.job("q", 0).withOrderingKey("customer 7"));
    queue.awa().queues().split("q", 8, "jo");
    long live = queue.awa().enqueue(TestQueue.job("q", 1).withOrderingKey("customer 7")).id();
    assertThat(retry(dead).isRetried()).isTrue();
    assertThat(
            queue.number(
                "SELECT count(DISTINCT lane) FROM awa.ready_entries"
                    + " WHERE (job_id = ? AND run_no = 2) OR job_id = ?",
                dead,
                live))
        .isEqualTo(1);
  }

  @Test
  void inTheCallersTransactionItRunsIfThatCommits() throws SQLException {
    long dead = fail(TestQueue.job("q", 0));
    try (Connection tx = queue.begin()) {
      assertThat(queue.awa().deadLetters().retry(tx, dead).isRetried()).isTrue();
      assertThat(tx.getAutoCommit()).isFalse();
      tx.rollback();
    }
    assertThat(job(dead).state()).isEqualTo(JobState.FAILED);
    assertThat(stats().deadLetters()).isEqualTo(1);
    try (Connection tx = queue.begin()) {
      queue.awa().deadLetters().retry(tx, dead);
      tx.commit();
    }
    assertThat(job(dead).state()).isEqualTo(JobState.AVAILABLE);
  }

  /** OneLiveRun: the second waits for the first, and finds the job gone. */
  @Test
  void twoThatRetryOneJobMakeOneRun() throws Exception {
    long dead = fail(TestQueue.job("q", 0));
    try (Connection tx = queue.begin()) {
      assertThat(queue.awa().deadLetters().retry(tx, dead).isRetried()).isTrue();
      CompletableFuture<Retried> second = CompletableFuture.supplyAsync(() -> retry(dead));
      awaitWaiter();
      assertThat(second).isNotDone();
      tx.commit();
      assertThat(second.get(10, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.NOT_FINISHED);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries WHERE job_id = ?", dead))
        .as("its first run and one more")
        .isEqualTo(2);
  }

  @Test
  void aJobThatIsPurgedMeanwhileIsUnknown() throws Exception {
    long dead = fail(keyed("k"));
    try (Connection tx = queue.begin()) {
      assertThat(queue.awa().deadLetters().purge(tx, dead)).isTrue();
      CompletableFuture<Retried> second = CompletableFuture.supplyAsync(() -> retry(dead));
      awaitWaiter();
      tx.commit();
      assertThat(second.get(10, TimeUnit.SECONDS).verdict()).isNotEqualTo(Verdict.RETRIED);
    }
    assertThat(queue.awa().enqueue(keyed("k")).duplicate()).as("no key is left").isFalse();
  }

  @Test
  void manyRunAgainByQueueAndKindInBatches() throws SQLException {
    List<Job<RawJson>> jobs =
        IntStream.range(0, 2300).mapToObj(i -> TestQueue.job("q", i)).toList();
    queue.awa().enqueueAll(jobs);
    queue.awa().enqueue(Job.of("other", new RawJson("{}")).withQueue("q"));
    queue.awa().enqueue(TestQueue.job("elsewhere", 0));
    for (int i = 0; i < 5; i++) { // a claim has at most 512 members
      failAll("q");
    }
    failAll("elsewhere");
    assertThat(stats().deadLetters()).isEqualTo(2301);

    JobFilter some = JobFilter.newest(1500).withQueue("q").withKind("test");
    assertThat(queue.awa().deadLetters().retryAll(some).retried()).isEqualTo(1500);
    assertThat(queue.awa().deadLetters().retryAll(some).retried()).isEqualTo(800);
    assertThat(queue.awa().deadLetters().retryAll(some))
        .isEqualTo(new RetriedJobs(0, 0, 0, List.of()));
    assertThat(stats()).returns(1L, QueueStats::deadLetters).returns(2300L, QueueStats::available);
    assertThat(queue.awa().deadLetters().retryAll(JobFilter.all(10)).retried()).isEqualTo(2);
  }

  @Test
  void whatIsPurgedIsGoneWithItsKeyAndItsCount() throws SQLException {
    long dead =
        fail(TestQueue.job("q", 0).withUnique(Unique.byText("k").heldAfter(JobState.FAILED)));
    assertThat(queue.awa().deadLetters().purge(dead)).isTrue();
    assertThat(queue.awa().deadLetters().purge(dead)).isFalse();
    assertThat(retry(dead).isRetried()).isFalse();
    assertThat(stats().deadLetters()).isZero();
    assertThat(queue.awa().enqueue(keyed("k")).duplicate()).isFalse();
    failAll("q");
    fail(TestQueue.job("q", 1));
    assertThat(queue.awa().deadLetters().purgeAll(JobFilter.newest(10).withQueue("q")))
        .isEqualTo(2);
    assertThat(stats().deadLetters()).isZero();
  }

  @Test
  void aJobIsRetriedWithChanges() throws SQLException {
    long id = fail(TestQueue.job("q", 7).withTags("mail"));
    Retried answer =
        queue
            .awa()
            .deadLetters()
            .retry(
                id,
                change ->
                    change
                        .queue("slow")
                        .priority(4)
                        .maxAttempts(2)
                        .args(new RawJson("{\"n\": 8}")));
    assertThat(answer.verdict()).isEqualTo(Verdict.RETRIED);
    assertThat(job(id))
        .returns(JobState.AVAILABLE, StoredJob::state)
        .returns("slow", StoredJob::queue)
        .returns(4, StoredJob::priority)
        .returns(2, StoredJob::maxAttempts)
        .returns("{\"n\": 8}", StoredJob::args);
    assertThat(job(id).ext()).contains("mail").contains("no such mailbox");
    assertThat(queue.drain(queue.worker(), "slow")).containsExactly(id);
  }

  @Test
  void manyAreRetriedLaterAndElsewhere() throws SQLException {
    queue.enqueue("q", 5);
    failAll("q");
    RetriedJobs some =
        queue
            .awa()
            .deadLetters()
            .retryAll(
                JobFilter.newest(10).withQueue("q"),
                change -> change.queue("slow").delay(Duration.ofHours(1)));
    assertThat(some.retried()).isEqualTo(5);
    assertThat(stats()).returns(0L, QueueStats::deadLetters);
    assertThat(queue.awa().queues().stats("slow")).returns(5L, QueueStats::scheduled);
    assertThatThrownBy(() ->
            queue
                .awa()
                .deadLetters()
                .retryAll(JobFilter.all(1), change -> change.args(new RawJson("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one job at a time");
    assertThatThrownBy(
            () -> queue.awa().deadLetters().retryAll(JobFilter.all(1), c -> c.priority(9)))
        .hasMessageContaining("priority: must be 1 to 4, got 9");
  }

  @Test
  void lostArgumentsAreReplaced() throws SQLException {
    long id = fail(TestQueue.job("q", 1));
    queue.sql(
        "UPDATE awa.dead_letters SET args = 'null',"
            + " ext = '{\"unreadable\": \"arguments: missing chunk (SQLSTATE XX001)\"}'");
    assertThat(retry(id).verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(
            queue.awa().deadLetters().retry(id, change -> change.args(new RawJson("7"))).verdict())
        .isEqualTo(Verdict.RETRIED);
    assertThat(job(id)).returns("7", StoredJob::args);
    assertThat(job(id).ext()).doesNotContain("unreadable");
  }

  @Test
  void aFailedJobThatIsNoDeadLetterBecomesOne() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, dead_letters) VALUES ('q', false)");
    long id = fail(TestQueue.job("q", 1));
    assertThat(stats()).returns(0L, QueueStats::deadLetters).returns(1L, QueueStats::failed);
    assertThat(queue.awa().deadLetters().move(id)).isTrue();
    assertThat(queue.awa().deadLetters().move(id)).isFalse();
    assertThat(stats()).returns(1L, QueueStats::deadLetters).returns(1L, QueueStats::failed);
    assertThat(retry(id).isRetried()).isTrue();
  }

  @Test
  void aFilterThatMeansNothingOrAnotherThingIsRefused() {
    for (JobFilter wrong :
        List.of(
            JobFilter.newest(10),
            JobFilter.newest(10).withState(JobState.FAILED),
            JobFilter.all(10).withState(JobState.AVAILABLE),
            JobFilter.all(10).withOlderThan(JobCursor.of(7)),
            JobFilter.all(10).withQueue(""))) {
      assertThatThrownBy(() -> queue.awa().deadLetters().retryAll(wrong))
          .as(wrong.toString())
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> queue.awa().deadLetters().purgeAll(wrong))
          .as(wrong.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatLostAPartIsNotRun() throws SQLException {
    long lost = fail(keyed("k"));
    queue.sql("UPDATE awa.dead_letters SET ext = '{\"unreadable\": \"args\"}', args = 'null'");
    long whole = fail(TestQueue.job("q", 0));
    assertThat(retry(lost).verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(queue.awa().deadLetters().retryAll(JobFilter.all(10)))
        .isEqualTo(new RetriedJobs(1, 0, 1, List.of()));
    assertThat(job(whole).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(queue.awa().deadLetters().purge(lost)).isTrue();
  }

  @Test
  void aWorkerIsWokenByARetry() throws Exception {
    long dead = fail(TestQueue.job("q", 0));
    CompletableFuture<Long> ran = new CompletableFuture<>();
    Handler<RawJson> handler =
        (args, context) -> {
          ran.complete(context.job().id());
          return Outcome.complete();
        };
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("q", 1)
            .handler("test", RawJson.class, handler, Backoff.fixed(Duration.ofSeconds(1)))
            .start()) {
      Eventually.holds(
          "the worker sleeps",
          () ->
              queue.number("SELECT count(*) FROM awa.sleepers WHERE asleep AND queue = 'q'") == 1);
      retry(dead);
      assertThat(ran.get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(dead);
    }
  }

  @Test
  void fromSqlItIsAFunction() throws SQLException {
    long dead = fail(TestQueue.job("q", 0));
    assertThat(queue.texts("SELECT job_id || ' ' || verdict FROM awa.retry(" + dead + ", 99, 99)"))
        .containsExactlyInAnyOrder(dead + " retried", "99 unknown");
    assertThat(queue.texts("SELECT count(*)::text FROM awa.retry(VARIADIC '{}')"))
        .containsExactly("0");
    assertThatThrownBy(() ->
            queue.texts("SELECT * FROM awa.retry(VARIADIC ARRAY(SELECT generate_series(1, 1001)))"))
        .hasMessageContaining("at most 1000 ids, got 1001");
  }
}
