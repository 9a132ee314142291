package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Action;
import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Moment;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Stopped;
import dev.awa.StoredJob;
import dev.awa.StoredOperation;
import dev.awa.StoredOperation.Counts;
import dev.awa.StoredOperation.Note;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Lead;
import dev.awa.engine.Operations.Chunk;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something is done to many jobs, in chunks: to each once, whatever happens between them. */
@Tag("every-postgres")
final class OperationsTest {
  private static final JobFilter Q = JobFilter.newest(1).withQueue("q");

  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();
  private Connection leader;
  private Lead lead;
  private long flushNo;

  @BeforeEach
  void lead() throws SQLException {
    leader = queue.connect();
    lead = queue.engine().leadership().lead(leader, 1, Duration.ofHours(1)).mine().orElseThrow();
  }

  @AfterEach
  void close() throws SQLException {
    leader.close();
  }

  private Optional<Chunk> chunk(long id, int limit) throws SQLException {
    return queue.engine().operations().work(leader, lead, id, limit, null);
  }

  private StoredOperation workOff(long id) throws SQLException {
    for (int i = 0; i < 1000 && chunk(id, 7).isPresent(); i++) {
      assertThat(i).as("chunks").isLessThan(999);
    }
    return operation(id);
  }

  private StoredOperation operation(long id) {
    return awa.operations().find(id).orElseThrow();
  }

  private long submit(JobFilter filter, Action action) {
    return awa.operations().submit(filter, action, "jo", "wrong import");
  }

  private QueueStats stats(String name) {
    return awa.queues().stats(name);
  }

  private StoredJob job(long id) {
    return awa.jobs().find(id).orElseThrow();
  }

  private void enqueueLater(int count) {
    for (int i = 0; i < count; i++) {
      awa.enqueue(TestQueue.job("q", i).withDelay(Duration.ofHours(1)));
    }
  }

  // --- what each does ---

  @Test
  void jobsThatWaitOrRunAreCancelled() throws SQLException {
    queue.enqueue("q", 20);
    enqueueLater(5);
    long worker = queue.worker();
    queue.claim(worker, "q", 3);
    queue.enqueue("other", 2);
    StoredOperation done = workOff(submit(Q, Action.cancel()));
    assertThat(done)
        .returns(StoredOperation.State.DONE, StoredOperation::state)
        .returns(new Counts(25, 0, 0, 0), StoredOperation::counts)
        .returns(100.0, StoredOperation::percent)
        .returns("jo", StoredOperation::submittedBy);
    assertThat(stats("q"))
        .returns(0L, QueueStats::available)
        .returns(0L, QueueStats::running)
        .returns(0L, QueueStats::scheduled)
        .returns(25L, QueueStats::cancelled);
    assertThat(job(1).reason()).isEqualTo("wrong import");
    assertThat(stats("other").available()).isEqualTo(2);
    assertThat(queue.drain(worker, "q")).isEmpty();
  }

  @Test
  void jobsThatWaitMoveToAnotherQueueAndRunOnce() throws SQLException {
    List<Long> ids = queue.enqueue("q", 30);
    enqueueLater(3);
    StoredOperation done =
        workOff(submit(Q, Action.edit(change -> change.queue("slow").priority(4).maxAttempts(3))));
    assertThat(done.counts()).isEqualTo(new Counts(33, 0, 0, 0));
    assertThat(stats("q")).returns(0L, QueueStats::available).returns(0L, QueueStats::scheduled);
    assertThat(stats("slow"))
        .returns(30L, QueueStats::available)
        .returns(3L, QueueStats::scheduled);
    assertThat(job(1)).returns(4, StoredJob::priority).returns(3, StoredJob::maxAttempts);
    assertThat(queue.drain(queue.worker(), "slow")).containsExactlyElementsOf(ids);
  }

  @Test
  void jobsOfSeveralPrioritiesGetOneWhileOthersCommit() throws SQLException {
    long worker = queue.worker();
    awa.enqueue(TestQueue.job("q", 0).withPriority(1));
    queue.drain(worker, "q"); // the lane that all get is the first to be treated
    List<Long> ids =
        List.of(
            awa.enqueue(TestQueue.job("q", 1).withPriority(2)).id(),
            awa.enqueue(TestQueue.job("q", 2).withPriority(1)).id());
    long id = submit(Q, Action.edit(change -> change.priority(1)));
    leader.setAutoCommit(false);
    try (Statement statement = leader.createStatement()) {
      statement.execute("SELECT pg_current_xact_id()"); // older than what commits meanwhile
    }
    queue.enqueue("other", 1);
    assertThat(chunk(id, 7).orElseThrow().counts().changed()).isEqualTo(2);
    leader.commit();
    leader.setAutoCommit(true);
    assertThat(queue.drain(worker, "q")).containsExactlyElementsOf(ids);
  }

  @Test
  void jobsThatWaitArePutOffAndBroughtForward() throws SQLException {
    queue.enqueue("q", 10);
    long later = submit(Q, Action.edit(change -> change.delay(Duration.ofHours(2))));
    workOff(later);
    assertThat(stats("q")).returns(0L, QueueStats::available).returns(10L, QueueStats::scheduled);
    assertThat(job(1).runAt())
        .as("from the submission on")
        .isBetween(
            operation(later).submittedAt().plus(Duration.ofMinutes(119)),
            operation(later).submittedAt().plus(Duration.ofMinutes(121)));
    workOff(submit(Q, Action.edit(change -> change.runAt(Instant.EPOCH))));
    queue.with(tx -> queue.engine().deferredJobs().promote(tx, 100, null));
    assertThat(stats("q")).returns(10L, QueueStats::available).returns(0L, QueueStats::scheduled);
  }

  @Test
  void cancelledJobsRunAgainAndDuplicatesAreNamed() throws SQLException {
    Job<RawJson> unique = TestQueue.job("q", 1).withUnique(Unique.byText("order 7"));
    long first = awa.enqueue(unique).id();
    queue.enqueue("q", 20);
    workOff(submit(Q, Action.cancel()));
    long second = awa.enqueue(unique.withQueue("other")).id();
    StoredOperation done =
        workOff(submit(Q, Action.retry(change -> change.queue("slow").maxAttempts(2))));
    assertThat(done.counts()).isEqualTo(new Counts(20, 0, 1, 0));
    assertThat(done.notes())
        .containsExactly(new Note(first, "duplicate", "job " + second + " holds its unique key"));
    assertThat(stats("slow").available()).isEqualTo(20);
    assertThat(job(first).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void jobsThatHaveFinishedAreDeletedAndCountsStayExact() throws SQLException {
    queue.enqueue("q", 10);
    long worker = queue.worker();
    Claimed claimed = queue.claim(worker, "q", 4);
    queue.flush(worker, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
    awa.jobs().cancel(9, "not wanted");
    StoredOperation done = workOff(submit(Q, Action.delete()));
    assertThat(done.counts()).isEqualTo(new Counts(5, 0, 0, 0));
    assertThat(awa.jobs().list(Q.withLimit(100))).hasSize(5);
    assertThat(stats("q"))
        .returns(5L, QueueStats::available)
        .returns(4L, QueueStats::completed)
        .returns(0L, QueueStats::cancelled);
  }

  private void fail(int jobs) throws SQLException {
    Ending failed = new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no");
    long worker = queue.worker();
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", jobs), failed));
  }

  private void keepNoDeadLetters() {
    awa.queues().set("q", change -> change.deadLetters(false), "test");
  }

  @Test
  void failedJobsBecomeDeadLettersAndThoseThatAreStayWhatTheyAre() throws SQLException {
    queue.enqueue("q", 30);
    fail(4);
    keepNoDeadLetters();
    fail(20);
    awa.jobs().cancel(27, "not wanted");
    OperationPreview preview = awa.operations().preview(Q, Action.moveToDeadLetters());
    assertThat(preview.jobs()).as("the others are dead letters").isEqualTo(20);
    StoredOperation done = workOff(preview.submit("jo", "somebody must look at them"));
    assertThat(done.counts()).isEqualTo(new Counts(20, 0, 0, 0));
    assertThat(stats("q"))
        .returns(24L, QueueStats::deadLetters)
        .returns(1L, QueueStats::cancelled)
        .returns(5L, QueueStats::available);
    assertThat(awa.operations().preview(Q, Action.moveToDeadLetters()).warnings())
        .contains(
            "no job matches in a state that move_to_dead_letters treats: failed, and no dead letter"
                + " yet");
    assertThat(workOff(submit(Q, Action.moveToDeadLetters())).counts()).isEqualTo(Counts.NONE);
    assertThat(job(10)).returns("enough", StoredJob::reason);
  }

  @Test
  void whatBecameADeadLetterOrRanAgainMeanwhileIsTooLate() throws SQLException {
    keepNoDeadLetters();
    queue.enqueue("q", 6);
    fail(6);
    long id = submit(Q, Action.moveToDeadLetters());
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT FROM awa.finished_jobs WHERE job_id <= 3 FOR UPDATE");
      Chunk chunk = chunk(id, 100).orElseThrow();
      assertThat(chunk.counts().changed()).isEqualTo(3);
      assertThat(chunk.kept()).isEqualTo(3);
    }
    awa.deadLetters().move(1);
    awa.deadLetters().retry(2);
    assertThat(workOff(id).counts()).isEqualTo(new Counts(4, 2, 0, 0));
    assertThat(stats("q").deadLetters()).isEqualTo(5);
  }

  // --- which jobs ---

  @Test
  void jobsThatCameAfterTheSubmissionAreLeftAlone() throws SQLException {
    queue.enqueue("q", 5);
    long id = submit(Q, Action.cancel());
    queue.enqueue("q", 4);
    assertThat(workOff(id).counts().changed()).isEqualTo(5);
    assertThat(stats("q").available()).isEqualTo(4);
  }

  @Test
  void aFilterIsLookedIntoJobByJob() throws SQLException {
    for (int i = 0; i < 30; i++) {
      awa.enqueue(TestQueue.job("q", i).withTags(i % 3 == 0 ? "red" : "blue"));
    }
    StoredOperation done = workOff(submit(Q.withTag("red"), Action.cancel()));
    assertThat(done.counts()).isEqualTo(new Counts(10, 0, 0, 0));
    JobFilter old = Q.withCreatedBefore(Moment.ago(Duration.ofHours(1)));
    assertThat(workOff(submit(old, Action.cancel())).counts()).isEqualTo(Counts.NONE);
    JobFilter two = JobFilter.newest(1).withIds(List.of(2L, 3L, 4L, 999_999L));
    assertThat(workOff(submit(two, Action.cancel())).counts().changed())
        .as("4 is red")
        .isEqualTo(2);
  }

  @Test
  void theHolderOfAKeyIsMeantAndWithoutOneNobody() throws SQLException {
    Job<RawJson> unique = TestQueue.job("q", 1).withUnique(Unique.byText("a"));
    long id = awa.enqueue(unique).id();
    queue.enqueue("q", 3);
    String key = queue.texts("SELECT encode(unique_key, 'hex') FROM awa.unique_keys").getFirst();
    JobFilter holder = JobFilter.newest(1).withUniqueKey(key);
    assertThat(workOff(submit(holder, Action.cancel())).counts().changed()).isEqualTo(1);
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(workOff(submit(holder, Action.cancel())).counts()).isEqualTo(Counts.NONE);
    assertThat(stats("q").available()).isEqualTo(3);
  }

  @Test
  void aPreviewCountsShowsTenAndSaysWhenNothingMatches() {
    queue.enqueue("q", 25);
    OperationPreview preview = awa.operations().preview(Q, Action.cancel());
    assertThat(preview.jobs()).isEqualTo(25);
    assertThat(preview.isExact()).isTrue();
    assertThat(preview.warnings()).isEmpty();
    assertThat(preview.sample()).hasSize(10).extracting(StoredJob::id).startsWith(1L, 2L);
    assertThat(operation(preview.submit("jo", "why")).expected()).isEqualTo(25);
    OperationPreview none = awa.operations().preview(Q, Action.retry());
    assertThat(none.jobs()).isZero();
    assertThat(none.warnings())
        .containsExactly("no job matches in a state that retry treats: failed, cancelled");
  }

  // --- refused ---

  @Test
  void whatBreaksARuleIsRefusedAndNothingIsSubmitted() throws SQLException {
    assertThatThrownBy(() -> submit(JobFilter.newest(1), Action.cancel()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have a condition");
    assertThatThrownBy(() -> submit(Q, Action.edit(change -> change.priority(5))))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("priority: must be 1 to 4, got 5");
    assertThatThrownBy(() -> submit(Q.withState(JobState.COMPLETED), Action.retry()))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("state: must be failed or cancelled, which retry treats");
    for (String bad :
        List.of(
            "'{}', 'cancel', 'jo', 'why'",
            "'{\"ids\": []}', 'cancel', 'jo', 'why'",
            "'{\"all\": false}', 'cancel', 'jo', 'why'",
            "'{\"queue\": \"q\"}', 'burn', 'jo', 'why'",
            "'{\"queue\": \"q\"}', 'cancel', '', 'why'",
            "'{\"queue\": \"q\"}', 'cancel', 'jo', ''",
            "'{\"queue\": \"q\"}', 'cancel', 'jo', 'why', '{\"priority\": 1}'",
            "'{\"queue\": \"q\"}', 'edit', 'jo', 'why'",
            "'{\"queue\": \"q\"}', 'edit', 'jo', 'why', '{\"queue\": \"\"}'",
            "'{\"queue\": \"q\"}', 'edit', 'jo', 'why', '{\"form\": {}}'",
            "'{\"queue\": \"\"}', 'cancel', 'jo', 'why'")) {
      assertThatThrownBy(() -> queue.texts("SELECT awa.submit_operation(" + bad + ")"))
          .as(bad)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW001"));
    }
    assertThat(awa.operations().list(10)).isEmpty();
  }

  // --- in the caller's transaction ---

  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void itIsPartOfTheCallersTransaction(int isolation) throws SQLException {
    queue.enqueue("q", 3);
    long id;
    try (Connection tx = queue.connect()) {
      tx.setTransactionIsolation(isolation);
      tx.setAutoCommit(false);
      awa.enqueue(tx, TestQueue.job("q", 4));
      awa.operations().submit(tx, Q, Action.cancel(), "jo", "undone");
      tx.rollback();
      awa.enqueue(tx, TestQueue.job("q", 4));
      id = awa.operations().submit(tx, Q, Action.cancel(), "jo", "why");
      assertThat(awa.operations().list(10)).as("before the commit").isEmpty();
      assertThat(queue.claim(queue.worker(), "q", 1).runs()).as("nobody waits").isEqualTo(1);
      tx.commit();
    }
    assertThat(workOff(id).counts().changed()).isEqualTo(4);
  }

  @Test
  void aJobIsCancelledInTheCallersTransaction() throws SQLException {
    List<Long> ids = queue.enqueue("q", 2);
    long id;
    try (Connection tx = queue.begin()) {
      awa.enqueue(tx, TestQueue.job("q", 4));
      id = awa.jobs().cancel(tx, ids.getFirst(), "customer left");
      tx.commit();
    }
    workOff(id);
    assertThat(job(ids.getFirst()))
        .returns(JobState.CANCELLED, StoredJob::state)
        .returns("customer left", StoredJob::reason);
    assertThat(stats("q").available()).isEqualTo(2);
  }

  // --- each job once ---

  @Test
  void aChunkThatIsUndoneIsDoneAnew() throws SQLException {
    List<Long> ids = queue.enqueue("q", 10);
    long id = submit(Q, Action.edit(change -> change.priority(1)));
    leader.setAutoCommit(false);
    chunk(id, 4);
    leader.rollback();
    chunk(id, 4);
    leader.commit();
    leader.setAutoCommit(true);
    assertThat(workOff(id).counts().changed()).isEqualTo(10);
    assertThat(ids).allSatisfy(one -> assertThat(job(one).runNo()).as("edited once").isEqualTo(2));
  }

  @Test
  void twoLeadersExcludeEachOtherAndAStaleOneIsRefused() throws SQLException {
    queue.enqueue("q", 10);
    long id = submit(Q, Action.edit(change -> change.priority(1)));
    leader.setAutoCommit(false);
    chunk(id, 4);
    try (Connection other = queue.connect()) {
      assertThat(queue.engine().operations().work(other, lead, id, 4, null)).isEmpty();
      leader.commit();
      leader.setAutoCommit(true);
      assertThatThrownBy(
              () -> queue.engine().operations().work(other, new Lead(1, 99), id, 4, null))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW004"));
    }
    assertThat(workOff(id).counts().changed()).isEqualTo(10);
  }

  @Test
  void twoOperationsOverTheSameJobsTreatEachOnceEach() throws SQLException {
    queue.enqueue("q", 20);
    long cancel = submit(Q, Action.cancel());
    long edit = submit(Q, Action.edit(change -> change.priority(1)));
    chunk(edit, 8);
    chunk(cancel, 5);
    chunk(edit, 8);
    workOff(cancel);
    workOff(edit);
    assertThat(operation(cancel).counts()).isEqualTo(new Counts(20, 0, 0, 0));
    assertThat(operation(edit).counts()).isEqualTo(new Counts(16, 0, 0, 0));
    assertThat(stats("q")).returns(20L, QueueStats::cancelled).returns(0L, QueueStats::available);
  }

  @Test
  void aStripeThatSomebodyKeepsIsLeftForLater() throws SQLException {
    queue.enqueue("q", 3);
    queue.enqueue("other", 3);
    long id = submit(JobFilter.all(1), Action.cancel());
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT pg_advisory_xact_lock(awa.stripe_lock('q', 0::smallint))");
      Chunk chunk = chunk(id, 100).orElseThrow();
      assertThat(chunk.counts().changed()).isEqualTo(3);
      assertThat(chunk.kept()).isEqualTo(3);
      assertThat(operation(id).toLookAtAgain()).isEqualTo(3);
      assertThat(chunk(id, 100).orElseThrow().counts()).isEqualTo(Counts.NONE);
      assertThat(stats("other").cancelled()).isEqualTo(3);
    }
    assertThat(workOff(id).counts()).isEqualTo(new Counts(6, 0, 0, 0));
  }

  @Test
  void aRowThatSomebodyHasLockedIsLeftForLater() throws SQLException {
    enqueueLater(4);
    long id = submit(Q, Action.cancel());
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT FROM awa.deferred_jobs WHERE job_id = 2 FOR UPDATE");
      assertThat(chunk(id, 100).orElseThrow().counts().changed()).isEqualTo(3);
    }
    assertThat(workOff(id).counts()).isEqualTo(new Counts(4, 0, 0, 0));
  }

  @Test
  void aJobThatBeganBeforeItsTurnIsTooLate() throws SQLException {
    queue.enqueue("q", 2);
    long id = submit(Q, Action.edit(change -> change.priority(1)));
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT pg_advisory_xact_lock(awa.stripe_lock('q', 0::smallint))");
      assertThat(chunk(id, 100).orElseThrow().kept()).isEqualTo(2);
    }
    queue.claim(queue.worker(), "q", 1);
    assertThat(workOff(id).counts()).isEqualTo(new Counts(1, 1, 0, 0));
  }

  /** They have no verdict, for the operation never sees them; a preview had counted them. */
  @Test
  void jobsThatEndedBeforeItCameToThemAreUnmet() throws SQLException {
    queue.enqueue("q", 20);
    OperationPreview preview = awa.operations().preview(Q, Action.cancel());
    long id = preview.submit("jo", "why");
    assertThat(operation(id).unmet()).as("it is at work").isZero();
    long worker = queue.worker();
    Claimed claimed = queue.claim(worker, "q", 3);
    queue.flush(worker, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
    assertThat(workOff(id))
        .returns(new Counts(17, 0, 0, 0), StoredOperation::counts)
        .returns(3L, StoredOperation::unmet);
    long uncounted = submit(Q, Action.delete());
    assertThat(workOff(uncounted).unmet()).as("nobody counted").isZero();
  }

  @Test
  void retryAndPurgeOfTheSameJobs() throws SQLException {
    List<Long> ids = queue.enqueue("q", 6);
    workOff(submit(Q, Action.cancel()));
    long id = submit(Q, Action.retry());
    awa.deadLetters().purge(ids.get(1));
    try (Connection purging = queue.begin()) {
      awa.deadLetters().purge(purging, ids.get(3));
      assertThat(chunk(id, 100).orElseThrow().kept()).isEqualTo(1);
      purging.commit();
    }
    assertThat(workOff(id).counts()).isEqualTo(new Counts(4, 1, 0, 0));
    assertThat(stats("q")).returns(4L, QueueStats::available).returns(0L, QueueStats::cancelled);
  }

  // --- stopped ---

  @Test
  void aStoppedOperationDoesNothingMore() throws SQLException {
    queue.enqueue("q", 10);
    long id = submit(Q, Action.cancel());
    chunk(id, 4);
    assertThat(awa.operations().stop(id, "kim")).isEqualTo(Stopped.STOPPED);
    assertThat(chunk(id, 4)).isEmpty();
    assertThat(operation(id))
        .returns(StoredOperation.State.STOPPED, StoredOperation::state)
        .returns("kim", StoredOperation::stoppedBy)
        .returns(4L, one -> one.counts().changed());
    assertThat(awa.operations().stop(id, "kim")).isEqualTo(Stopped.ENDED);
    assertThat(awa.operations().stop(4711, "kim")).isEqualTo(Stopped.UNKNOWN);
    assertThat(awa.operations().list(10)).singleElement().returns(id, StoredOperation::id);
    assertThat(awa.operations().list(10, id)).isEmpty();
    queue.sql("UPDATE awa.operations SET ended_at = ended_at - interval '91 days'");
    queue.engine().history().purge(leader, lead, 100);
    assertThat(awa.operations().list(10)).as("kept for 90 days").isEmpty();
  }
}
