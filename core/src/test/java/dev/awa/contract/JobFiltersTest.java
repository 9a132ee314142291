package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Action;
import dev.awa.ArgCondition;
import dev.awa.Job;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.Moment;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a filter means: each condition finds its jobs wherever they are, and no others. */
@Tag("every-postgres")
final class JobFiltersTest {
  private final TestQueue queue = TestQueue.create();
  private long flushNo;

  private long enqueue(String args, String... tags) {
    return queue.awa().enqueue(Job.of("k", new RawJson(args)).withQueue("q").withTags(tags)).id();
  }

  private void fail(String reason, String error) throws SQLException {
    long worker = queue.worker();
    Ending failed = new Ending(Closure.FAILED, new Ending.Next.Failed(reason), error);
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", 100), failed));
  }

  private void complete() throws SQLException {
    long worker = queue.worker();
    queue.flush(
        worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", 100), TestQueue.completed()));
  }

  private List<Long> found(String text) {
    return ids(queue.awa().jobs().list(JobFilter.parse(text, 100)));
  }

  private static List<Long> ids(List<StoredJob> jobs) {
    return jobs.stream().map(StoredJob::id).toList();
  }

  @Test
  void tagsAndArgumentsAreLookedForInEveryPlace() throws SQLException {
    String args = "{\"customer\": {\"id\": 7, \"vip\": true}, \"items\": [{\"sku\": \"a b\"}]}";
    List<Long> wanted = new ArrayList<>();
    wanted.add(enqueue(args, "red", "blue"));
    enqueue("{\"customer\": {\"id\": 70}}", "red");
    fail("enough", "no mailbox");
    wanted.add(enqueue(args, "blue", "red"));
    enqueue("[7]", "green");
    complete();
    wanted.add(enqueue(args, "red", "blue"));
    enqueue("7", "blue");
    queue
        .awa()
        .enqueue(
            Job.of("k", new RawJson(args))
                .withQueue("q")
                .withTags("red", "blue")
                .withDelay(Duration.ofHours(1)));
    wanted.add(queue.number("SELECT max(job_id) FROM awa.deferred_jobs"));
    for (String text :
        List.of(
            "tag:red tag:blue",
            "args.customer.id:7",
            "args.customer.vip:true queue:q",
            "args.items.0.sku:\"a b\" kind:k",
            "args.\"customer\".id:7 tag:blue after:-1h")) {
      assertThat(found(text)).as(text).containsExactlyElementsOf(wanted.reversed());
    }
    assertThat(found("args.customer.id:7 state:failed")).containsExactly(wanted.getFirst());
    assertThat(found("tag:red state:completed")).containsExactly(wanted.get(1));
    assertThat(found("tag:red tag:green")).isEmpty();
    assertThat(found("args.customer.name:7")).isEmpty();
  }

  /** By the priority that was given and the key, in the logs and outside of them. */
  @Test
  void priorityAndOrderingKeyAreLookedForInEveryPlace() throws SQLException {
    Job<?> urgent = Job.of("k", new RawJson("1")).withQueue("q").withPriority(1);
    List<Long> wanted = new ArrayList<>();
    wanted.add(queue.awa().enqueue(urgent.withOrderingKey("a b")).id());
    enqueue("2");
    fail("enough", "no");
    wanted.add(queue.awa().enqueue(urgent.withOrderingKey("a b")).id());
    enqueue("3");
    complete();
    wanted.add(queue.awa().enqueue(urgent.withOrderingKey("a b")).id());
    wanted.add(
        queue.awa().enqueue(urgent.withOrderingKey("a b").withDelay(Duration.ofHours(1))).id());
    long other = queue.awa().enqueue(urgent.withOrderingKey("c").withPriority(3)).id();
    long elsewhere = queue.awa().enqueue(urgent.withQueue("r")).id();
    for (String text :
        List.of("priority:1 queue:q", "ordering-key:\"a b\"", "ordering-key:\"a b\" priority:1")) {
      assertThat(found(text)).as(text).containsExactlyElementsOf(wanted.reversed());
    }
    assertThat(found("priority:1").getFirst()).isEqualTo(elsewhere);
    assertThat(found("priority:1").subList(1, 5)).isEqualTo(wanted.reversed());
    assertThat(found("priority:3")).containsExactly(other);
    assertThat(found("priority:1 state:dead_letter")).containsExactly(wanted.getFirst());
    assertThat(found("priority:2 state:dead_letter queue:q")).hasSize(1);
    assertThat(found("priority:1 state:completed queue:q")).containsExactly(wanted.get(1));
    assertThat(found("priority:1 state:available queue:q")).containsExactly(wanted.get(2));
    assertThat(found("priority:4")).isEmpty();
    assertThat(found("ordering-key:a")).isEmpty();
    assertThat(found("ordering-key:c priority:1")).isEmpty();
    assertThat(JobFilter.parse("priority:1 queue:q", 1).cost()).isEmpty();
    assertThat(JobFilter.parse("priority:1", 1).cost().orElseThrow()).contains("priority");
  }

  /** An operation over jobs of a priority leaves the others alone. */
  @Test
  void anOperationMeansAPriorityAndAKey() {
    Job<?> job = Job.of("k", new RawJson("1")).withQueue("q");
    long urgent = queue.awa().enqueue(job.withPriority(1)).id();
    queue.awa().enqueue(job.withPriority(2));
    long keyed = queue.awa().enqueue(job.withOrderingKey("a")).id();
    assertThat(meant("priority:1")).containsExactly(urgent);
    assertThat(meant("priority:1 queue:q")).containsExactly(urgent);
    assertThat(meant("ordering-key:a")).containsExactly(keyed);
    assertThat(meant("ordering-key:b queue:q")).isEmpty();
  }

  private List<Long> meant(String text) {
    return ids(
        queue.awa().operations().preview(JobFilter.parse(text, 10), Action.cancel()).sample());
  }

  @Test
  void deathsAreFoundByReasonErrorAndTime() throws SQLException {
    long first = enqueue("1");
    fail("enough", "Timed OUT after 30 s");
    long second = enqueue("2");
    fail("crash_loop", "killed");
    long cancelled = enqueue("3");
    queue.awa().jobs().cancel(cancelled, "not wanted");
    assertThat(found("error:\"timed out\"")).containsExactly(first);
    assertThat(found("reason:crash_loop")).containsExactly(second);
    assertThat(found("reason:\"not wanted\" state:cancelled")).containsExactly(cancelled);
    assertThat(found("state:dead_letter")).containsExactly(second, first);
    assertThat(found("finished-after:-1h")).containsExactly(cancelled, second, first);
    assertThat(found("finished-before:-1h")).isEmpty();
    queue.sql(
        "UPDATE awa.dead_letters SET finished_at = finished_at - interval '2 hours' WHERE job_id ="
            + " ?",
        first);
    assertThat(found("finished-before:-1h")).containsExactly(first);
    assertThat(found("finished-after:-1h state:failed")).containsExactly(second);
  }

  @Test
  void jobsAreFoundByWhenTheyWereMade() throws SQLException {
    long old = enqueue("1");
    fail("enough", "no");
    queue.sql("UPDATE awa.dead_letters SET created_at = created_at - interval '3 days'");
    long young = enqueue("2");
    assertThat(found("after:-1d")).containsExactly(young);
    assertThat(found("before:-1d")).containsExactly(old);
    assertThat(found("after:-4d before:-2d")).containsExactly(old);
    JobFilter since =
        JobFilter.newest(10).withCreatedAfter(Moment.at(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(ids(queue.awa().jobs().list(since))).containsExactly(young, old);
  }

  /** Millions are older: a list must not read them all to know that it is at its end. */
  @Test
  void aListOfTheLastHoursEndsWhereAllIsOlder() throws SQLException {
    queue.enqueue("q", 1);
    queue.sql(
        """
        INSERT INTO awa.ready_entries (slot, job_id, lane, kind, args, ready_at)
        SELECT 0, nextval('awa.job_id_seq'), (SELECT min(lane) FROM awa.lanes), 'usual', '1',
               now() - interval '1 day'
        FROM generate_series(1, 30000)
        """);
    queue.enqueue("q", 3);
    JobPage page = queue.awa().jobs().page(JobFilter.parse("after:-2h", 100));
    assertThat(page.jobs()).hasSize(3);
    assertThat(page.older()).as("more").isEmpty();
  }

  @Test
  void idsAndUniqueKeysNameJobs() throws SQLException {
    List<Long> some = queue.enqueue("q", 5);
    long keyed =
        queue.awa().enqueue(TestQueue.job("q", 9).withUnique(Unique.byText("order 7"))).id();
    String key = queue.texts("SELECT encode(unique_key, 'hex') FROM awa.unique_keys").getFirst();
    assertThat(found("id:" + some.get(3) + "," + some.get(1) + ",424242"))
        .containsExactly(some.get(3), some.get(1));
    assertThat(found("id:" + some.get(3) + " state:failed")).isEmpty();
    assertThat(found("unique:" + key)).containsExactly(keyed);
    assertThat(found("unique:00ff")).isEmpty();
    JobFilter two = JobFilter.newest(2).withIds(some);
    JobPage first = queue.awa().jobs().page(two);
    JobPage second = queue.awa().jobs().page(two.withOlderThan(first.older().orElseThrow()));
    assertThat(ids(second.jobs())).containsExactly(some.get(2), some.get(1));
    assertThat(queue.awa().jobs().page(two.withNewerThan(second.newer().orElseThrow())).jobs())
        .isEqualTo(first.jobs());
  }

  /** Whoever computed the list wants none of the jobs, and must not be given all. */
  @Test
  void aListWithoutIdsIsNotAnyJob() {
    queue.enqueue("q", 2);
    assertThatThrownBy(() -> JobFilter.newest(1).withQueue("q").withIds(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ids: must be at least 1, got 0: a filter without ids would mean any job");
    for (String call :
        List.of(
            "awa.preview_operation('{\"queue\":\"q\",\"ids\":[]}', 'cancel', '{}', 0, 1000)",
            "awa.submit_operation('{\"queue\":\"q\",\"ids\":[]}', 'cancel', 'jo', 'why')")) {
      assertThatThrownBy(() -> queue.sql("SELECT FROM " + call))
          .hasMessageContaining("ids: must be at least 1; leave it out for any job, got []");
    }
  }

  @Test
  void thoseThatEndedAreListedByTheirEndBothWays() throws SQLException {
    for (int i = 0; i < 4; i++) {
      enqueue("" + i);
    }
    fail("enough", "no");
    List<Long> order = List.of(3L, 1L, 4L, 2L); // of their ends
    long first = queue.number("SELECT min(job_id) FROM awa.dead_letters");
    for (int i = 0; i < order.size(); i++) {
      queue.sql(
          "UPDATE awa.dead_letters SET finished_at = timestamptz '2026-01-01' + make_interval(secs"
              + " => ?) WHERE job_id = ?",
          i / 2,
          first - 1 + order.get(i));
    }
    long kept = enqueue("9");
    queue.awa().jobs().cancel(kept, "not wanted");
    List<Long> expected = List.of(first + 3, first + 1, first + 2, first);
    for (JobFilter filter :
        List.of(
            JobFilter.newest(1).withDeadLettersOnly(),
            JobFilter.newest(1).withState(JobState.FAILED).withQueue("q"),
            JobFilter.newest(1).withDeadLettersOnly().withKind("k").withError("NO"))) {
      JobFilter byEnd = filter.withByEnd(true);
      assertThat(ids(queue.awa().jobs().list(byEnd.withLimit(100)))).isEqualTo(expected);
      List<StoredJob> down = new ArrayList<>();
      JobPage page = queue.awa().jobs().page(byEnd);
      down.addAll(page.jobs());
      while (page.older().isPresent()) {
        page = queue.awa().jobs().page(byEnd.withOlderThan(page.older().get()));
        down.addAll(page.jobs());
      }
      assertThat(ids(down)).as("%s", filter).isEqualTo(expected);
      List<StoredJob> up = new ArrayList<>();
      page = queue.awa().jobs().page(byEnd.withNewerThan(JobCursor.of(Instant.EPOCH, 0)));
      up.addAll(page.jobs());
      while (page.newer().isPresent()) {
        page = queue.awa().jobs().page(byEnd.withNewerThan(page.newer().get()));
        up.addAll(0, page.jobs());
      }
      assertThat(ids(up)).as("up: %s", filter).isEqualTo(expected);
    }
    assertThat(ids(queue.awa().jobs().list(JobFilter.parse("state:cancelled", 9).withByEnd(true))))
        .containsExactly(kept);
    JobFilter bounded =
        JobFilter.parse(
                "state:failed finished-after:2025-12-31 finished-before:2026-01-01T00:00:01Z", 9)
            .withByEnd(true);
    assertThat(ids(queue.awa().jobs().list(bounded))).containsExactly(first + 2, first);
    for (JobFilter wrong :
        List.of(
            JobFilter.newest(1).withByEnd(true),
            JobFilter.newest(1).withState(JobState.COMPLETED).withByEnd(true),
            JobFilter.newest(1).withOlderThan(JobCursor.of(Instant.EPOCH, 1)),
            JobFilter.newest(1)
                .withDeadLettersOnly()
                .withByEnd(true)
                .withNewerThan(JobCursor.of(1)))) {
      assertThatThrownBy(() -> queue.awa().jobs().page(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void deadLettersAreRetriedByWhatTheyHave() throws SQLException {
    long red = enqueue("{\"n\": 1}", "red");
    enqueue("{\"n\": 2}", "blue");
    fail("enough", "timeout");
    assertThat(
            queue
                .awa()
                .deadLetters()
                .retryAll(JobFilter.parse("tag:red args.n:1 error:TIMEOUT", 100))
                .retried())
        .isEqualTo(1);
    assertThat(found("state:available")).containsExactly(red);
    assertThat(queue.awa().deadLetters().purgeAll(JobFilter.parse("finished-after:-1h", 9)))
        .isEqualTo(1);
  }

  /** Rows written past the engine hold what text can't; a list goes on. */
  @Test
  void whatNobodyCanReadIsNotFound() throws SQLException {
    long id = enqueue("{\"a\": 1}");
    queue.sql("UPDATE awa.ready_entries SET args = '{\"a\": \"\\u0000\"}', ext = '{\"tags\": 7}'");
    assertThat(found("args.a:1")).isEmpty();
    assertThat(found("tag:red")).isEmpty();
    assertThat(found("args.\"\":1")).isEmpty();
    assertThat(found("id:" + id)).containsExactly(id);
  }

  @Test
  void aSpanOfAnyLengthIsUnderstood() throws SQLException {
    enqueue("{\"n\": 1}", "red");
    for (int days : List.of(0, 24, 25, 30, 24_855, 364_999)) {
      Moment ago = Moment.ago(Duration.ofDays(days).plusMillis(1500));
      assertThat(queue.awa().jobs().list(JobFilter.newest(1).withCreatedAfter(ago)))
          .as("%d days", days)
          .hasSize(1);
      assertThat(queue.awa().jobs().list(JobFilter.newest(1).withCreatedBefore(ago))).isEmpty();
    }
  }

  @Test
  void aTextThatNoJobHasIsRefused() {
    for (JobFilter wrong :
        List.of(
            JobFilter.newest(1).withTag(""),
            JobFilter.newest(1).withTag("\0"),
            JobFilter.newest(1).withError(""),
            JobFilter.newest(1).withArg(new ArgCondition(List.of("\ud800"), "1")),
            JobFilter.newest(1).withReason("x".repeat(1001)),
            JobFilter.newest(1).withCreatedAfter(Moment.at(Instant.MAX)),
            JobFilter.newest(1)
                .withFinishedBefore(Moment.at(Instant.parse("0000-12-31T00:00:00Z"))),
            JobFilter.newest(1).withCreatedBefore(Moment.ago(Duration.ofDays(999_999_999))))) {
      assertThatThrownBy(() -> queue.awa().jobs().page(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void inSqlAFilterIsAnObject() throws SQLException {
    enqueue("{\"n\": 1}", "red");
    assertThat(
            queue.texts(
                """
                SELECT (l.job).args::text
                FROM awa.list_jobs('{"tags": ["red"], "args": [{"path": ["n"], "value": "1"}],
                                     "created_after": "-60 seconds", "queue": "q"}') AS l
                WHERE (l.job).id IS NOT NULL
                """))
        .hasSize(1);
    for (String wrong :
        List.of(
            "[]",
            "{\"colour\": \"red\"}",
            "{\"tags\": \"red\"}",
            "{\"args\": [{\"path\": [], \"value\": \"1\"}]}",
            "{\"args\": [7]}",
            "{\"created_after\": \"yesterday evening\"}",
            "{\"ids\": [\"x\"]}",
            "{\"unique\": \"xyz\"}")) {
      assertThatThrownBy(() -> queue.texts("SELECT awa.list_jobs(?::jsonb)", wrong))
          .as(wrong)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW001"));
    }
  }
}
