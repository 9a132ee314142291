package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A duplicate takes the place of the job that waits for its time, and nothing is lost. */
@Tag("every-postgres")
final class ReplaceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Unique RULE = Unique.byText("document 7").orReplace();

  private final TestQueue queue = TestQueue.create();

  private static Job<RawJson> job(int n) {
    return TestQueue.job("q", n).withUnique(RULE).withDelay(HOUR);
  }

  private Enqueued enqueue(Job<?> job) {
    return queue.awa().enqueue(job);
  }

  private StoredJob found(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  private void comeTheTimeOf(long id) throws SQLException {
    queue.sql("UPDATE awa.deferred_jobs SET run_at = now() WHERE job_id = ?", id);
    queue.with(tx -> queue.engine().deferredJobs().promote(tx, 10, null));
  }

  private long seconds(long id) throws SQLException {
    return queue.number(
        "SELECT round(extract(epoch FROM run_at - created_at)) FROM awa.deferred_jobs"
            + " WHERE job_id = ?",
        id);
  }

  @Test
  void theNewestTakesThePlaceOfTheOneThatWaits() throws SQLException {
    Enqueued first = enqueue(job(1).withTags("a").withDeadline(HOUR));
    assertThat(first.verdict()).isEqualTo(Enqueued.Verdict.ENQUEUED);
    Instant made = found(first.id()).createdAt();
    Enqueued second =
        enqueue(
            job(2)
                .withDelay(Duration.ofHours(2))
                .withQueue("other")
                .withPriority(1)
                .withMaxAttempts(3)
                .withTags("b"));
    assertThat(second).isEqualTo(new Enqueued(first.id(), Enqueued.Verdict.REPLACED));
    assertThat(second.duplicate()).isFalse();
    StoredJob now = found(first.id());
    assertThat(now)
        .returns("{\"n\": 2}", StoredJob::args)
        .returns("other", StoredJob::queue)
        .returns(1, StoredJob::priority)
        .returns(3, StoredJob::maxAttempts)
        .returns(made, StoredJob::createdAt)
        .returns(JobState.SCHEDULED, StoredJob::state);
    assertThat(now.ext()).contains("\"b\"").doesNotContain("\"a\"", "deadline");
    assertThat(seconds(first.id())).isBetween(7190L, 7210L);
    assertThat(queue.awa().queues().stats("q").scheduled()).isZero();
    assertThat(queue.awa().queues().stats("other").scheduled()).isEqualTo(1);
  }

  @Test
  void itsTimeComesNoLaterThanTheLongestWaitAfterTheFirst() throws SQLException {
    Unique rule = RULE.withLongestWait(Duration.ofSeconds(90));
    long id = enqueue(job(1).withUnique(rule).withDelay(Duration.ofSeconds(30))).id();
    assertThat(seconds(id)).isEqualTo(30);
    queue.sql(
        "UPDATE awa.deferred_jobs SET created_at = created_at - interval '80 s',"
            + " run_at = run_at - interval '30 s'");
    enqueue(job(2).withUnique(rule).withDelay(Duration.ofSeconds(30)));
    assertThat(seconds(id)).isEqualTo(90);
    long other =
        enqueue(job(3).withUnique(rule.withText("other")).withDelay(Duration.ofHours(1))).id();
    assertThat(seconds(other)).as("the first, too").isEqualTo(90);
  }

  @Test
  void aJobWhoseTimeHasComeIsLeftAndTheNextIsAJobOfItsOwn() throws SQLException {
    long first = enqueue(job(1)).id();
    comeTheTimeOf(first);
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
    Enqueued second = enqueue(job(2));
    assertThat(second.verdict()).isEqualTo(Enqueued.Verdict.ENQUEUED);
    assertThat(found(first)).returns("{\"n\": 1}", StoredJob::args);
    long worker = queue.worker();
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
    assertThat(enqueue(job(3))).isEqualTo(new Enqueued(second.id(), Enqueued.Verdict.REPLACED));
  }

  @Test
  void whereTheKeyIsHeldOnALaterOneIsADuplicate() throws SQLException {
    Unique daily = RULE.oncePer(Duration.ofDays(3650));
    long id = enqueue(job(1).withUnique(daily)).id();
    assertThat(enqueue(job(2).withUnique(daily)).verdict()).isEqualTo(Enqueued.Verdict.REPLACED);
    comeTheTimeOf(id);
    assertThat(enqueue(job(3).withUnique(daily)))
        .isEqualTo(new Enqueued(id, Enqueued.Verdict.DUPLICATE));
    assertThat(found(id).args()).isEqualTo("{\"n\": 2}");
    long worker = queue.worker();
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
    assertThat(enqueue(job(4).withUnique(daily)).duplicate()).isTrue();
  }

  /** The rule of the newcomer decides, and becomes the job's. */
  @Test
  void rulesOfOneKeyMayDiffer() throws SQLException {
    Unique keep = Unique.byText("document 7");
    long id = enqueue(job(1).withUnique(keep)).id();
    assertThat(enqueue(job(2)).verdict()).isEqualTo(Enqueued.Verdict.REPLACED);
    assertThat(enqueue(job(3).withUnique(keep)).duplicate()).isTrue();
    assertThatThrownBy(() -> enqueue(job(4).withUnique(keep.orFail())))
        .isInstanceOf(DuplicateJobException.class);
    comeTheTimeOf(id);
    long ready = enqueue(TestQueue.job("q", 5).withUnique(keep)).id();
    assertThat(enqueue(job(6))).isEqualTo(new Enqueued(ready, Enqueued.Verdict.DUPLICATE));
  }

  /** One that can't be read wholly is moved by another way. */
  @Test
  void aDamagedJobLetsItsKeyGoToo() throws SQLException {
    long id = enqueue(job(1)).id();
    queue.sql("UPDATE awa.deferred_jobs SET run_at = now() WHERE job_id = ?", id);
    queue.with(tx -> queue.engine().deferredJobs().promote(tx, 10, null, Map.of(id, "damaged")));
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
    assertThat(enqueue(job(2)).verdict()).isEqualTo(Enqueued.Verdict.ENQUEUED);
  }

  @Test
  void aJobThatIsDueWaitsForTheNextPromotionSoThatItLetsItsKeyGo() throws SQLException {
    Job<RawJson> due = TestQueue.job("q", 1).withUnique(RULE).withRunAt(Instant.EPOCH);
    long id = enqueue(due).id();
    assertThat(found(id).state()).isEqualTo(JobState.SCHEDULED);
    assertThat(enqueue(due)).isEqualTo(new Enqueued(id, Enqueued.Verdict.REPLACED));
    queue.with(tx -> queue.engine().deferredJobs().promote(tx, 10, Instant.now().minusSeconds(9)));
    assertThat(found(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
  }

  @Test
  void ofSeveralInOneCallTheLastCounts() {
    for (int more : List.of(0, 1500)) {
      Unique rule = RULE.withText("one call " + more);
      List<Job<?>> jobs = new ArrayList<>();
      jobs.add(job(1).withUnique(rule));
      jobs.add(TestQueue.job("q", 2).withUnique(Unique.byText("one call " + more)));
      jobs.addAll(List.of(job(3).withUnique(rule), job(4).withUnique(rule)));
      for (int i = 0; i < more; i++) {
        jobs.add(TestQueue.job("many", i));
      }
      jobs.add(job(5).withUnique(rule));
      List<Enqueued> answers = queue.awa().enqueueAll(jobs);
      long id = answers.getFirst().id();
      assertThat(answers.subList(0, 4))
          .extracting(Enqueued::verdict)
          .containsExactly(
              Enqueued.Verdict.ENQUEUED,
              Enqueued.Verdict.DUPLICATE,
              Enqueued.Verdict.REPLACED,
              Enqueued.Verdict.REPLACED);
      assertThat(answers.getLast()).isEqualTo(new Enqueued(id, Enqueued.Verdict.REPLACED));
      assertThat(found(id).args()).isEqualTo("{\"n\": 5}");
      assertThat(queue.awa().enqueueAll(jobs).getFirst().verdict())
          .as("an earlier call, now")
          .isEqualTo(Enqueued.Verdict.REPLACED);
    }
  }

  @Test
  void copyCountsNewJobsAndTellsTheRest() {
    List<Enqueued> answers = new ArrayList<>();
    List<Job<?>> jobs = List.of(job(1), TestQueue.job("q", 2), job(3));
    assertThat(queue.awa().copy(jobs.iterator(), answers::add)).isEqualTo(2);
    assertThat(answers)
        .extracting(Enqueued::verdict)
        .containsExactly(
            Enqueued.Verdict.ENQUEUED, Enqueued.Verdict.ENQUEUED, Enqueued.Verdict.REPLACED);
  }

  @Test
  void sqlSaysTheSame() throws SQLException {
    String one =
        "SELECT concat_ws(' ', job_id, duplicate, verdict) FROM awa.enqueue('test', '{\"n\": 9}',"
            + " queue => 'q', delay => '1 hour', \"unique\" => '{\"key\": \"document 7\","
            + " \"on_conflict\": \"replace\", \"longest_wait\": 7200}')";
    long id = enqueue(job(1)).id();
    assertThat(queue.texts(one)).containsExactly(id + " f replaced");
    assertThat(found(id).args()).isEqualTo("{\"n\": 9}");
    assertThat(
            queue.texts(
                """
                SELECT concat_ws(' ', index, job_id, duplicate, verdict)
                FROM awa.enqueue_many('[
                  {"kind": "test", "args": 1, "delay": 60, "unique": {"key": "document 7", "on_conflict": "replace"}},
                  {"kind": "test", "args": 2, "delay": 60, "unique": {"key": "document 7", "on_conflict": "replace"}},
                  {"kind": "test", "args": 3, "unique": {"key": "document 7"}}]')
                """))
        .containsExactly(
            "0 " + id + " f replaced", "1 " + id + " f replaced", "2 " + id + " t duplicate");
    assertThat(found(id).args()).isEqualTo("2");
  }

  @Test
  void aCancelledOneLetsItsKeyGoForGood() throws SQLException {
    long id = enqueue(job(1)).id();
    queue.awa().jobs().cancel(id, "not wanted");
    Enqueued second = enqueue(job(2));
    assertThat(second.verdict()).isEqualTo(Enqueued.Verdict.ENQUEUED);
    assertThat(queue.awa().deadLetters().retry(id)).isNotNull();
    assertThat(found(id).state()).as("it has no key to ask for").isEqualTo(JobState.AVAILABLE);
    queue.awa().queues().drain("q", "not wanted");
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
    assertThat(found(second.id()).ext()).doesNotContain("unique");
  }

  /** No key is left that a job which runs again would ask for. */
  @Test
  void aDeadLetterOfOneRunsAgainBesideAnother() throws SQLException {
    long id = enqueue(job(1).withMaxAttempts(1)).id();
    comeTheTimeOf(id);
    enqueue(job(2));
    queue.awa().jobs().cancel(id, "while it is ready");
    queue.awa().deadLetters().retry(id);
    assertThat(found(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isEqualTo(1);
  }

  @Test
  void anEditedJobIsReplacedAndKeepsItsKey() {
    long id = enqueue(job(1)).id();
    queue.awa().jobs().edit(id, change -> change.args(new RawJson("{\"n\": 7}")));
    assertThat(enqueue(job(2))).isEqualTo(new Enqueued(id, Enqueued.Verdict.REPLACED));
    assertThat(found(id).args()).isEqualTo("{\"n\": 2}");
  }

  @Test
  void purgingTheQueueLetsTheKeyGo() {
    long id = enqueue(job(1)).id();
    queue.awa().queues().purge("q", "test");
    assertThat(enqueue(job(2)).id()).isNotEqualTo(id);
  }
}
