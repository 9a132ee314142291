package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Flush;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A list of jobs comes in pages: every job once, newest first, whatever happens between them. */
@Tag("every-postgres")
final class JobPagesTest {
  private final TestQueue queue = TestQueue.create();
  private long flushNo;

  /** Jobs of two queues and two kinds in every state. */
  private void fill() throws SQLException {
    long worker = queue.worker();
    for (String name : List.of("a", "b")) {
      queue.enqueue(name, 12);
      for (int i = 0; i < 6; i++) {
        queue.awa().enqueue(TestQueue.job(name, i).withDelay(Duration.ofHours(1)));
        queue.awa().enqueue(Job.of("other", new dev.awa.RawJson("1")).withQueue(name));
      }
      Claimed claimed = queue.claim(worker, name, 12);
      List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
      Ending later =
          new Ending(
              Closure.RETRIED, new Ending.Next.Again(3_600_000_000L, JobState.RETRYABLE, 1), "no");
      Ending now = new Ending(Closure.RETRIED, new Ending.Next.Again(0, JobState.RETRYABLE, 1), "");
      Ending dead = new Ending(Closure.FAILED, new Ending.Next.Failed("failed_by_handler"), "no");
      queue.flush(worker, ++flushNo, ended.subList(0, 3));
      queue.flush(worker, ++flushNo, with(ended.subList(3, 5), later));
      queue.flush(worker, ++flushNo, with(ended.subList(5, 7), now));
      queue.flush(worker, ++flushNo, with(ended.subList(7, 9), dead));
      long waiting = queue.awa().jobs().list(filter(JobState.AVAILABLE, name, null)).getLast().id();
      queue.awa().jobs().cancel(waiting, "not wanted");
    }
  }

  private static List<Flush.Ended> with(List<Flush.Ended> some, Ending ending) {
    return some.stream().map(one -> one.with(ending, null)).toList();
  }

  private static JobFilter filter(
      @Nullable JobState state, @Nullable String name, @Nullable String kind) {
    return JobFilter.newest(100).withState(state).withQueue(name).withKind(kind);
  }

  private List<StoredJob> paged(JobFilter filter) {
    List<StoredJob> jobs = new ArrayList<>();
    JobPage page = queue.awa().jobs().page(filter);
    jobs.addAll(page.jobs());
    while (page.older().isPresent()) {
      page = queue.awa().jobs().page(filter.withOlderThan(page.older().get()));
      jobs.addAll(page.jobs());
    }
    return jobs;
  }

  /** Page by page up from the oldest, newest first. */
  private List<StoredJob> pagedUp(JobFilter filter) {
    List<StoredJob> jobs = new ArrayList<>();
    JobPage page = queue.awa().jobs().page(filter.withNewerThan(JobCursor.of(0)));
    jobs.addAll(page.jobs());
    while (page.newer().isPresent()) {
      page = queue.awa().jobs().page(filter.withNewerThan(page.newer().get()));
      jobs.addAll(0, page.jobs());
    }
    return jobs;
  }

  @Test
  void everyFilterShowsWhatTheViewShows() throws SQLException {
    fill();
    List<@Nullable JobState> states = new ArrayList<>(Arrays.asList(JobState.values()));
    states.add(null);
    for (JobState state : states) {
      for (String name : Arrays.asList("a", "b", "nobody's", null)) {
        for (String kind : Arrays.asList("test", "other", "unheard of", null)) {
          List<String> expected =
              queue.texts(
                  """
                  SELECT id || ' ' || queue || ' ' || kind || ' ' || state || ' ' || attempt || ' ' || args
                  FROM awa.jobs
                  WHERE state = coalesce(?, state) AND queue = coalesce(?, queue) AND kind = coalesce(?, kind)
                  ORDER BY id DESC
                  """,
                  state == null ? null : state.word(),
                  name,
                  kind);
          assertThat(paged(filter(state, name, kind).withLimit(5)))
              .as("%s %s %s", state, name, kind)
              .extracting(JobPagesTest::text)
              .isEqualTo(expected);
          assertThat(pagedUp(filter(state, name, kind).withLimit(5)))
              .as("up: %s %s %s", state, name, kind)
              .extracting(JobPagesTest::text)
              .isEqualTo(expected);
        }
      }
    }
  }

  private static String text(StoredJob job) {
    return String.join(
        " ",
        "" + job.id(),
        job.queue(),
        job.kind(),
        job.state().word(),
        "" + job.attempt(),
        job.args());
  }

  @Test
  void whatMovesBetweenPagesIsOnOneOfThem() throws SQLException {
    long worker = queue.worker();
    List<Long> ids = queue.enqueue("q", 40);
    List<StoredJob> jobs = new ArrayList<>();
    JobFilter filter = JobFilter.newest(4).withQueue("q");
    JobPage page = queue.awa().jobs().page(filter);
    jobs.addAll(page.jobs());
    for (int step = 0; page.older().isPresent(); step++) {
      move(worker, ids, step);
      page = queue.awa().jobs().page(filter.withOlderThan(page.older().get()));
      jobs.addAll(page.jobs());
    }
    assertThat(jobs)
        .extracting(StoredJob::id)
        .containsExactlyElementsOf(ids.stream().sorted(Comparator.reverseOrder()).toList());
  }

  @Test
  void aPageSaysWhereThoseOnBothSidesBegin() throws SQLException {
    List<Long> ids = queue.enqueue("q", 6);
    JobFilter two = JobFilter.newest(2).withQueue("q");
    JobPage first = queue.awa().jobs().page(two);
    assertThat(first.newer()).isEmpty();
    JobPage second = queue.awa().jobs().page(two.withOlderThan(first.older().orElseThrow()));
    assertThat(second.jobs()).extracting(StoredJob::id).containsExactly(ids.get(3), ids.get(2));
    JobPage back = queue.awa().jobs().page(two.withNewerThan(second.newer().orElseThrow()));
    assertThat(back.jobs()).isEqualTo(first.jobs());
    assertThat(back.newer()).as("nothing newer").isEmpty();
    assertThat(queue.awa().jobs().page(two.withOlderThan(back.older().orElseThrow())).jobs())
        .isEqualTo(second.jobs());
    JobPage none = queue.awa().jobs().page(two.withOlderThan(JobCursor.of(ids.getFirst())));
    assertThat(none.jobs()).isEmpty();
    assertThat(queue.awa().jobs().page(two.withNewerThan(none.newer().orElseThrow())).jobs())
        .extracting(StoredJob::id)
        .containsExactly(ids.get(1), ids.get(0));
  }

  /** Jobs are claimed, completed, retried, and cancelled. */
  private void move(long worker, List<Long> ids, int step) throws SQLException {
    List<Flush.Ended> ended = TestQueue.ended(queue.claim(worker, "q", 5), TestQueue.completed());
    if (ended.size() > 2) {
      Ending again =
          new Ending(Closure.RETRIED, new Ending.Next.Again(0, JobState.RETRYABLE, 1), "");
      queue.flush(worker, ++flushNo, with(ended.subList(0, 1), again));
      queue.flush(worker, ++flushNo, ended.subList(1, 2));
    }
    queue.awa().jobs().cancel(ids.get(ids.size() - 20 - step), "not wanted");
  }

  @Test
  void aListGoesOnUntilItHasWhatWasAskedFor() throws SQLException {
    List<Long> ids = queue.enqueue("q", 3);
    queue.sql("SELECT setval('awa.job_id_seq', ? + 10000000)", ids.getLast());
    List<Long> newer = queue.enqueue("q", 2);
    assertThat(queue.awa().jobs().list(JobFilter.newest(4)))
        .extracting(StoredJob::id)
        .containsExactly(newer.get(1), newer.get(0), ids.get(2), ids.get(1));
    assertThat(
            queue
                .awa()
                .jobs()
                .page(JobFilter.newest(4).withOlderThan(JobCursor.of(ids.get(1))))
                .jobs())
        .extracting(StoredJob::id)
        .containsExactly(ids.getFirst());
  }

  /** A page ends before it has read all: what is rare is found by the next ones. */
  @Test
  void aRareKindIsFoundPageByPage() throws SQLException {
    long id = queue.awa().enqueue(Job.of("rare", new dev.awa.RawJson("1")).withQueue("q")).id();
    queue.sql(
        """
        INSERT INTO awa.ready_entries (slot, job_id, lane, kind, args)
        SELECT 0, nextval('awa.job_id_seq'), (SELECT min(lane) FROM awa.lanes), 'usual', '1'
        FROM generate_series(1, 70000)
        """);
    JobFilter rare = JobFilter.newest(5).withKind("rare");
    JobPage page = queue.awa().jobs().page(rare);
    assertThat(page.jobs()).as("what the first page has read").isEmpty();
    assertThat(page.older()).isPresent();
    assertThat(paged(rare)).extracting(StoredJob::id).containsExactly(id);
    assertThat(queue.awa().jobs().list(rare)).extracting(StoredJob::id).containsExactly(id);
  }

  /** An empty list would be a lie. */
  @Test
  void aRoleThatMayNotReadTheIdsIsTold() throws SQLException {
    fill();
    String list = "SELECT count((l.job).id) FROM awa.list_jobs(most => 5) AS l";
    queue.sql("CREATE ROLE reader");
    queue.sql("GRANT USAGE ON SCHEMA awa TO reader");
    queue.sql("GRANT SELECT ON ALL TABLES IN SCHEMA awa TO reader");
    queue.sql("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA awa TO reader");
    try (Connection reader = queue.connect()) {
      TestQueue.sql(reader, "SET ROLE reader");
      assertThatThrownBy(() -> TestQueue.texts(reader, list))
          .hasMessageContaining("permission denied for sequence job_id_seq");
      queue.sql("GRANT SELECT ON ALL SEQUENCES IN SCHEMA awa TO reader");
      assertThat(TestQueue.texts(reader, list)).containsExactly("5");
    } finally {
      queue.sql("DROP OWNED BY reader");
      queue.sql("DROP ROLE reader");
    }
  }

  @Test
  void aPageOfNoJobsAtAllIsTheLast() {
    assertThat(queue.awa().jobs().page(filter(null, null, null)))
        .isEqualTo(new JobPage(List.of(), Optional.empty(), Optional.empty()));
  }
}
