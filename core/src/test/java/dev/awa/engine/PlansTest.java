package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.AuditFilter;
import dev.awa.CancelVerdict;
import dev.awa.Job;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.StatsFilter;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The statements that run all the time read the logs by the index that their files name, read live
 * partitions only, and read about as much as they take. A hundred thousand runs wait in five
 * segments of a ring that has wrapped around; nothing was ever analyzed.
 */
@Tag("every-postgres")
final class PlansTest {
  private static final int SEGMENTS = 5;
  private static final int CHUNKS = 20;
  private static final String QUEUE = "plain";
  private static final Lead LEAD = new Lead(TestQueue.randomId(), 1);

  /** What grows with the work; everything else is small. */
  private static final Set<String> LARGE =
      Set.of(
          "ready_entries",
          "claims",
          "closures",
          "ready_tombstones",
          "attempt_outputs",
          "deferred_jobs",
          "finished_jobs",
          "dead_letters",
          "unique_keys");

  private static final String READY = "ready_entries by ready_by_lane";
  private static final String CLAIMS = "claims by claims_by_lane";
  private static final String CLOSURES = "closures by closures_by_claim";
  private static final String TOMBSTONES = "ready_tombstones by tombstones_by_lane";
  private static final String UNIQUE = "unique_keys by unique_keys_pkey";

  private static final TestQueue queue = TestQueue.create();
  private static final Engine engine = queue.engine();
  private static final Set<Integer> live = new TreeSet<>();
  private static long worker;
  private static long flushNo;

  // --- the data ---

  @BeforeAll
  static void fill() throws SQLException {
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('striped', 3)");
    queue.with(tx -> engine.leadership().lead(tx, LEAD.workerId(), Duration.ofHours(1)).mine());
    while (!rotateAndPrune().equals(new Generation(Ring.SLOTS - 3, (short) (Ring.SLOTS - 3)))) {
      // until the live slots wrap around
    }
    worker = queue.worker();
    // one connection for all: to connect takes longer than to claim
    try (Connection connection = queue.connect()) {
      for (int i = 0; i < SEGMENTS; i++) {
        queue.transaction(PlansTest::fillSegment);
        work(connection);
        if (i < SEGMENTS - 1) {
          rotate();
        }
      }
    }
    queue.transaction(PlansTest::defer);
    queue.with(tx -> engine.readyLog().summarize(tx));
    generations().forEach(generation -> live.add((int) generation.slot()));
    assertThat(live).containsExactly(-1, 0, 1, 13, 14, 15);
  }

  private static Generation rotateAndPrune() throws SQLException {
    long idle = queue.worker();
    queue.enqueue("filler", 1);
    flush(idle, queue.claim(idle, "filler", 1));
    queue.sql("DELETE FROM awa.workers");
    rotate();
    Generation oldest = generations().get(1);
    String drained = queue.with(tx -> engine.ring().drained(tx, oldest)).orElseThrow();
    Emptying answer =
        queue.with(tx -> engine.ring().prune(tx, LEAD, oldest, drained, Duration.ZERO));
    assertThat(answer).isEqualTo(Emptying.PRUNED);
    return generations().getLast();
  }

  private static List<Generation> generations() throws SQLException {
    return queue.with(engine.ring()::generations);
  }

  private static void rotate() throws SQLException {
    queue.with(tx -> engine.ring().rotate(tx, LEAD));
    queue.transaction(engine.ring()::publishHead);
  }

  private static void fillSegment(Connection tx) throws SQLException {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      List<NewJob> jobs = new ArrayList<>();
      for (int i = 0; i < ReadyLog.CHUNK; i++) {
        Job<RawJson> job = TestQueue.job(i % 4 == 0 ? "striped" : QUEUE, i);
        jobs.add(TestQueue.checked(job.withPriority(1 + i % 3).withOrderingKey("key " + i % 50)));
      }
      engine.readyLog().copy(tx, jobs);
    }
    List<NewJob> unique = new ArrayList<>();
    for (int i = 0; i < ReadyLog.CHUNK; i++) {
      Unique rule = Unique.byText("key " + TestQueue.randomId());
      unique.add(TestQueue.checked(TestQueue.job("unique", i).withUnique(rule)));
    }
    engine.readyLog().append(tx, unique);
  }

  /** Some claims of one run, some of many; most are closed, some in part, some are open. */
  private static void work(Connection connection) throws SQLException {
    for (int i = 0; i < 60; i++) {
      String name = i % 3 == 0 ? "striped" : QUEUE;
      Claimed claimed =
          engine
              .claimLog()
              .claim(connection, TestQueue.request(worker, name, i % 2 == 0 ? 1 : 100));
      List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
      if (i % 5 != 0) {
        flush(connection, i % 5 == 1 ? ended.subList(0, 1) : ended);
      }
    }
    engine.readyLog().summarize(connection);
    cancelSome(connection);
  }

  private static void cancelSome(Connection connection) throws SQLException {
    String newest =
        """
        SELECT max(e.job_id) FROM awa.ready_entries e
        WHERE e.lane = (SELECT max(l.lane) FROM awa.lanes l WHERE l.queue = 'plain')
        """;
    for (int i = 0; i < 3; i++) {
      long job = TestQueue.number(connection, newest) - 12L * i;
      assertThat(engine.jobs().cancel(connection, job, "not wanted"))
          .contains(CancelVerdict.CANCELLED);
    }
  }

  private static void flush(long by, Claimed claimed) throws SQLException {
    queue.flush(by, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
  }

  private static void defer(Connection tx) throws SQLException {
    for (int chunk = 0; chunk < 20; chunk++) {
      List<NewJob> jobs = new ArrayList<>();
      for (int i = 0; i < ReadyLog.CHUNK; i++) {
        Job<RawJson> job = TestQueue.job("deferred", i);
        jobs.add(TestQueue.checked(job.withDelay(Duration.ofMillis(chunk == 0 ? 1 : 3_600_000))));
      }
      engine.readyLog().append(tx, jobs);
    }
  }

  // --- the statements ---

  @Test
  void claim() throws SQLException {
    Plans plans = plans(tx -> claims(tx, 100).runs());
    assertWays(plans, READY, CLAIMS, TOMBSTONES);
    assertLiveOnly(plans);
    assertBlocks(plans, "ready_entries", 300);
    assertBlocks(plans, "claims", 100);
  }

  /** A window that begins behind many runs that were claimed: they are not walked over. */
  @Test
  void aClaimOfANewWindowBeginsWhereTheWindowBegins() throws SQLException {
    queue.enqueue("window", 5 * ReadyLog.CHUNK);
    queue.drain(worker, "window");
    queue.enqueue("window", 10);
    Plans plans = plans(tx -> engine.claimLog().claim(tx, TestQueue.request(worker, "window", 10)));
    assertWays(plans, READY, CLAIMS, TOMBSTONES);
    assertBlocks(plans, "ready_entries", 60);
  }

  private static Claimed claims(Connection tx, int limit) throws SQLException {
    return engine.claimLog().claim(tx, TestQueue.request(worker, QUEUE, limit));
  }

  @Test
  void poll() throws SQLException {
    Plans plans = plans(tx -> engine.claimLog().poll(tx, List.of(QUEUE, "striped", "idle")));
    assertWays(plans, READY, CLAIMS, TOMBSTONES);
    assertLiveOnly(plans);
    assertBlocks(plans, "ready_entries", 400); // twelve lanes, a look at six partitions each
  }

  @Test
  void appendReadsNoLog() throws SQLException {
    List<NewJob> jobs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      jobs.add(TestQueue.checked(TestQueue.job(QUEUE, i)));
    }
    assertWays(plans(tx -> engine.readyLog().append(tx, jobs)));
    assertWays(plans(tx -> engine.readyLog().copy(tx, jobs)));
  }

  @Test
  void appendOfAUniqueJob() throws SQLException {
    NewJob job = TestQueue.checked(TestQueue.job(QUEUE, 1).withUnique(Unique.byText("k")));
    assertWays(plans(tx -> engine.readyLog().append(tx, List.of(job, job))));
    assertWays(plans(tx -> engine.readyLog().append(tx, List.of(job, job))), UNIQUE);
  }

  @Test
  void appendOfAJobThatReplacesOne() throws SQLException {
    NewJob job =
        TestQueue.checked(
            TestQueue.job(QUEUE, 1)
                .withUnique(Unique.byText("replaced").orReplace())
                .withDelay(Duration.ofHours(1)));
    queue.with(tx -> engine.readyLog().append(tx, List.of(job)));
    Plans plans = plans(tx -> engine.readyLog().append(tx, List.of(job, job)));
    assertWays(plans, UNIQUE, "deferred_jobs by deferred_jobs_pkey");
    assertBlocks(plans, "deferred_jobs", 50);
  }

  @Test
  void flushOfCompletedRuns() throws SQLException {
    Claimed claimed = queue.claim(worker, QUEUE, 100);
    List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
    Plans plans = plans(tx -> flush(tx, ended));
    assertWays(plans, CLAIMS, CLOSURES);
    assertLiveOnly(plans);
    assertBlocks(plans, "closures", 10);
  }

  @Test
  void flushOfRunsThatGoOn() throws SQLException {
    Claimed claimed = queue.claim(worker, QUEUE, 100);
    Ending.Next again = new Ending.Next.Again(0, JobState.RETRYABLE, 1);
    List<Flush.Ended> ended =
        TestQueue.ended(claimed, new Ending(Closure.RETRIED, again, "an error"));
    Plans plans = plans(tx -> flush(tx, ended));
    assertWays(plans, READY, CLAIMS, CLOSURES);
    assertLiveOnly(plans);
    assertBlocks(plans, "ready_entries", 1000);
  }

  @Test
  void flushOfStaleRuns() throws SQLException {
    Claimed claimed = queue.claim(worker, QUEUE, 100);
    List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
    queue.flush(worker, ++flushNo, ended.subList(0, 50));
    Plans plans = plans(tx -> flush(tx, ended));
    assertWays(plans, CLAIMS, CLOSURES);
    assertLiveOnly(plans);
  }

  @Test
  void flushOfAUniqueJob() throws SQLException {
    Claimed claimed = queue.claim(worker, "unique", 100);
    List<Flush.Ended> ended = TestQueue.ended(claimed, TestQueue.completed());
    Plans plans = plans(tx -> flush(tx, ended));
    assertWays(plans, READY, CLAIMS, CLOSURES, UNIQUE);
    assertLiveOnly(plans);
  }

  private static void flush(Connection tx, List<Flush.Ended> ended) throws SQLException {
    engine.closureLog().flush(tx, new Flush(worker, ++flushNo, ended));
  }

  @Test
  void settle() throws SQLException {
    Claimed claimed = queue.claim(worker, QUEUE, 10);
    Flush flush = new Flush(worker, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
    assertWays(plans(tx -> engine.closureLog().settle(tx, flush)), CLOSURES);
    ClaimLog.Request unknown = TestQueue.request(worker, QUEUE, 10);
    Plans plans = plans(tx -> engine.claimLog().settle(tx, unknown));
    assertWays(plans, CLAIMS, CLOSURES);
    assertLiveOnly(plans);
  }

  @Test
  void promote() throws SQLException {
    Plans plans = plans(tx -> engine.deferredJobs().promote(tx, 100, null));
    assertWays(plans, "deferred_jobs by deferred_by_run_at", "deferred_jobs by deferred_jobs_pkey");
    assertBlocks(plans, "deferred_jobs", 1500);
  }

  @Test
  void openRuns() throws SQLException {
    List<Claim> claims =
        queue.with(tx -> engine.claimLog().claimsOf(tx, worker, Rescue.Position.START));
    Plans plans = plans(tx -> engine.claimLog().openRuns(tx, claims));
    assertWays(plans, READY, CLAIMS, CLOSURES);
    assertLiveOnly(plans);
  }

  @Test
  void claimsOfADeadWorker() throws SQLException {
    Plans plans = plans(tx -> engine.claimLog().claimsOf(tx, worker, Rescue.Position.START));
    assertWays(plans, CLAIMS, CLOSURES);
    assertLiveOnly(plans);
  }

  @Test
  void drained() throws SQLException {
    Plans plans = plans(tx -> engine.ring().drained(tx, generations().get(1)));
    assertWays(plans, READY, CLAIMS, TOMBSTONES);
    assertLiveOnly(plans);
  }

  @Test
  void suspectsAndBeatReadNoLog() throws SQLException {
    assertWays(plans(tx -> engine.deaths().suspects(tx)));
    assertWays(
        plans(tx ->
            engine.workers().beat(tx, worker, new Workers.Announcement(1, List.of((short) 1)))));
  }

  @Test
  void findAJobById() throws SQLException {
    long id =
        queue.number(
            "SELECT max(members[1]) FROM awa.claims JOIN awa.closures USING (lane, claim_no)");
    Plans plans = plans(tx -> engine.jobs().find(tx, id));
    plans.scans().removeIf(scan -> scan.rows() == 0); // of empty partitions
    assertWays(plans, "ready_entries by ready_by_job", CLAIMS, CLOSURES);
    assertBlocks(plans, "ready_entries", 400);
  }

  @Test
  void aJobIsFoundAmongManyClaims() throws SQLException {
    TestQueue crowded = TestQueue.create();
    long id = crowded.enqueue("q", 1).getFirst();
    crowded.claim(crowded.worker(), "q", 1);
    crowded.sql("UPDATE awa.claims SET claim_no = 50001");
    crowded.sql(
        """
        INSERT INTO awa.claims (claim_no, worker_id, nonce, pos_xid, pos_job_id, xid_min, taken, lane, slot, lo, hi, members)
        SELECT i, c.worker_id, - i, '0', 0, '0', 0, c.lane, c.slot, c.lo, c.hi, '{}'
        FROM awa.claims c, generate_series(1, 50000) AS i
        """);
    Plans plans =
        Plans.of(
            crowded,
            tx ->
                assertThat(crowded.engine().jobs().find(tx, id))
                    .map(StoredJob::state)
                    .contains(JobState.RUNNING));
    plans.scans().removeIf(scan -> !scan.log().equals("claims"));
    assertWays(plans, CLAIMS);
    assertBlocks(plans, "claims", 500);
  }

  /** A session keeps the plan that it made when the segment was empty, whatever came since. */
  @Test
  void aJobIsFoundByAPlanOfAnEmptySegment() throws SQLException {
    TestQueue filled = TestQueue.create();
    long id = filled.enqueue("q", 1).getFirst();
    Plans plans =
        Plans.of(
            filled,
            tx -> {
              filled.engine().jobs().find(tx, id);
              fillWithSingleJobs(filled, 100_000);
              assertThat(filled.engine().jobs().find(tx, id + 50_000)).isPresent();
            });
    plans.scans().removeIf(scan -> !scan.log().equals("ready_entries") || scan.rows() == 0);
    assertThat(plans.scans())
        .as(() -> texts(plans, plans.scans()))
        .anyMatch(scan -> scan.way().equals("ready_entries by ready_by_job"));
    assertBlocks(plans, "ready_entries", 250);
  }

  /** As so many transactions have enqueued them, one by one. */
  private static void fillWithSingleJobs(TestQueue filled, int count) throws SQLException {
    filled.sql(
        """
        INSERT INTO awa.ready_entries (xid, job_id, ready_at, lane, run_no, slot, attempt, max_attempts, kind, args, ext)
        SELECT (e.xid::text::bigint + i)::text::xid8, e.job_id + i, e.ready_at, e.lane, 1, e.slot, 0, 25, e.kind, e.args, e.ext
        FROM awa.ready_entries e, generate_series(1, ?) AS i
        """,
        count);
    filled.sql(
        "SELECT brin_summarize_new_values(i.inhrelid) FROM pg_inherits i"
            + " WHERE i.inhparent = 'awa.ready_by_job'::regclass");
  }

  /** A history of single claims: a page reads what lies near its jobs, whatever is asked for. */
  @Test
  void aPageOfJobsAmongManyClaims() throws SQLException {
    TestQueue crowded = TestQueue.create();
    long id = crowded.enqueue("q", 1).getFirst();
    crowded.sql("UPDATE awa.storage_state SET keep_history = '1 day'");
    crowded.sql(
        """
        INSERT INTO awa.ready_entries (slot, xid, job_id, lane, kind, args)
        SELECT 0, (1000000 + i)::text::xid8, ? + i, 1, 'test', '{"a": 1}' FROM generate_series(1, 50000) AS i
        """,
        id);
    crowded.sql(
        """
        INSERT INTO awa.claims (claim_no, worker_id, nonce, pos_xid, pos_job_id, xid_min, taken, lane, slot, lo, hi, members)
        SELECT i, 1, i, (1000001 + i)::text::xid8, 0, (1000000 + i)::text::xid8, i, 1, 0,
               format('%s:%s:', 1000000 + i, 1000000 + i)::pg_snapshot,
               format('%s:%s:', 1000001 + i, 1000001 + i)::pg_snapshot, ARRAY[? + i]
        FROM generate_series(1, 50000) AS i
        """,
        id);
    crowded.sql(
        """
        INSERT INTO awa.closures (claim_no, worker_id, flush_no, lane, slot, outcome, n)
        SELECT i, 1, i, 1, 0, 1, 1 FROM generate_series(1, 50000) AS i
        """);
    crowded.sql("SELECT setval('awa.job_id_seq', ? + 50000)", id);
    crowded.with(tx -> crowded.engine().readyLog().summarize(tx));
    for (JobFilter filter :
        List.of(
            JobFilter.newest(20),
            JobFilter.newest(20).withOlderThan(JobCursor.of(id + 25_000)),
            JobFilter.newest(20).withQueue("q"),
            JobFilter.newest(20).withState(JobState.COMPLETED).withQueue("q").withKind("test"))) {
      Plans plans =
          Plans.of(
              crowded,
              tx ->
                  assertThat(crowded.engine().jobs().list(tx, filter).jobs())
                      .hasSize(20)
                      .allMatch(job -> job.state() == JobState.COMPLETED));
      plans.scans().removeIf(scan -> !LARGE.contains(scan.log()));
      assertBlocks(plans, "claims", 1500);
      assertBlocks(plans, "closures", 200);
      assertBlocks(plans, "ready_entries", 1000);
    }
    for (JobState state : List.of(JobState.FAILED, JobState.SCHEDULED, JobState.AVAILABLE)) {
      JobFilter filter = JobFilter.newest(20).withState(state).withQueue("q");
      Plans plans =
          Plans.of(
              crowded,
              tx -> assertThat(crowded.engine().jobs().list(tx, filter).older()).isEmpty());
      plans.scans().removeIf(scan -> !LARGE.contains(scan.log()));
      assertBlocks(plans, "claims", 200);
      assertBlocks(plans, "ready_entries", 200);
    }
  }

  /** Where they wait is where they are counted: what was completed before is in older segments. */
  @Test
  void aPreviewOfWhatWaitsGoesThroughNoHistory() throws SQLException {
    TestQueue crowded = TestQueue.create();
    crowded.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '1 day'");
    Lead lead =
        crowded.with(tx ->
            crowded
                .engine()
                .leadership()
                .lead(tx, LEAD.workerId(), Duration.ofHours(1))
                .mine()
                .orElseThrow());
    long by = crowded.worker();
    for (int segment = 0; segment < 4; segment++) {
      crowded.enqueue("q", 3000);
      Claimed claimed = crowded.claim(by, "q", 500);
      while (claimed.runs() > 0) {
        crowded.flush(by, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
        claimed = crowded.claim(by, "q", 500);
      }
      boolean rotated = crowded.with(tx -> crowded.engine().ring().rotate(tx, lead));
      assertThat(rotated).isTrue();
      crowded.transaction(crowded.engine().ring()::publishHead);
    }
    crowded.enqueue("q", 3000);
    crowded.with(tx -> crowded.engine().readyLog().summarize(tx));
    JobFilter filter = JobFilter.parse("kind:test state:available", 1);
    Plans plans =
        Plans.of(
            crowded,
            tx ->
                assertThat(
                        crowded
                            .engine()
                            .operations()
                            .preview(tx, filter, Action.cancel(), 0, 10_000)
                            .jobs())
                    .isEqualTo(3000));
    plans.scans().removeIf(scan -> !"ready_by_job".equals(scan.index()) || scan.rows() == 0);
    assertThat(plans.scans())
        .extracting(Plans.Scan::slot)
        .as(() -> texts(plans, plans.scans()))
        .contains(4)
        .isSubsetOf(2, 3, 4);
  }

  @Test
  void aPageOfThoseThatEndedReadsAboutAsManyAsItHas() throws SQLException {
    TestQueue crowded = TestQueue.create();
    crowded.enqueue("q", 1);
    for (String table : List.of("dead_letters", "finished_jobs")) {
      boolean dead = table.equals("dead_letters");
      crowded.sql(
          "INSERT INTO awa."
              + table
              + " (job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, reason,"
              + " kind, args, ext"
              + (dead ? "" : ", state")
              + ") SELECT "
              + (dead ? "" : "100000 + ")
              + "i + 10, clock_timestamp(), clock_timestamp(), 1, 1, 1, 1, 'r', 'test', '1', '{}'"
              + (dead ? "" : ", 'failed'")
              + " FROM generate_series(1, 50000) AS i");
    }
    JobFilter page = JobFilter.newest(20).withState(JobState.FAILED).withByEnd(true);
    JobCursor middle =
        JobCursor.of(
            Instant.parse(
                crowded
                    .texts(
                        "SELECT to_json(finished_at AT TIME ZONE 'UTC')#>>'{}' || 'Z'"
                            + " FROM awa.dead_letters WHERE job_id = 25000")
                    .getFirst()),
            25_000);
    for (JobFilter filter : List.of(page, page.withOlderThan(middle), page.withNewerThan(middle))) {
      assertEnded(crowded, filter, "by_time");
      assertEnded(crowded, filter.withQueue("q"), "by_lane_and_time");
    }
  }

  private static void assertEnded(TestQueue crowded, JobFilter filter, String index)
      throws SQLException {
    Plans plans =
        Plans.of(
            crowded, tx -> assertThat(crowded.engine().jobs().list(tx, filter).jobs()).hasSize(20));
    plans.scans().removeIf(scan -> !LARGE.contains(scan.log()));
    assertWays(
        plans,
        "deferred_jobs by deferred_jobs_pkey",
        "dead_letters by dead_letters_" + index,
        "dead_letters by dead_letters_pkey",
        "finished_jobs by finished_" + index,
        "finished_jobs by finished_jobs_pkey");
    assertBlocks(plans, "dead_letters", 300);
    assertBlocks(plans, "finished_jobs", 300);
  }

  /** One dead letter of a hundred is of a kind; fewer than a page has are of another. */
  @Test
  void deadLettersOfAKindAreFoundByTheirKind() throws SQLException {
    TestQueue crowded = TestQueue.create();
    crowded.enqueue("q", 1);
    for (String table : List.of("dead_letters", "finished_jobs")) {
      boolean dead = table.equals("dead_letters");
      crowded.sql(
          "INSERT INTO awa."
              + table
              + " (job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, reason,"
              + " kind, args, ext"
              + (dead ? "" : ", state")
              + ") SELECT "
              + (dead ? "" : "100000 + ")
              + "i + 10, clock_timestamp(), clock_timestamp(), 1, 1, 1, 1, 'r',"
              + " CASE WHEN i % 100 = 7 THEN 'some' WHEN i % 5000 = 8 THEN 'few' ELSE 'most' END,"
              + " '1', '{}'"
              + (dead ? "" : ", 'failed'")
              + " FROM generate_series(1, 50000) AS i");
    }
    JobFilter dead = JobFilter.newest(20).withDeadLettersOnly().withByEnd(true);
    for (JobFilter filter : List.of(dead.withKind("some"), dead.withKind("few"))) {
      assertDeadOfAKind(crowded, filter, "dead_letters_by_kind");
      assertDeadOfAKind(crowded, filter.withQueue("q"), "dead_letters_by_lane_and_kind");
    }
    Plans failed =
        Plans.of(
            crowded,
            tx -> {
              JobFilter filter = JobFilter.newest(5).withState(JobState.FAILED).withByEnd(true);
              JobFilter few = filter.withKind("few").withQueue("q");
              assertThat(crowded.engine().jobs().list(tx, few).jobs()).hasSize(5);
            });
    assertBlocks(failed, "dead_letters", 100);
    assertBlocks(failed, "finished_jobs", 100);
  }

  private static void assertDeadOfAKind(TestQueue crowded, JobFilter filter, String index)
      throws SQLException {
    int found = "few".equals(filter.kind()) ? 10 : 20;
    Plans plans =
        Plans.of(
            crowded,
            tx ->
                assertThat(crowded.engine().jobs().list(tx, filter).jobs())
                    .hasSize(found)
                    .allSatisfy(job -> assertThat(job.kind()).isEqualTo(filter.kind())));
    plans.scans().removeIf(scan -> !scan.log().equals("dead_letters"));
    assertWays(plans, "dead_letters by " + index, "dead_letters by dead_letters_pkey");
    assertBlocks(plans, "dead_letters", 200);
  }

  /** Of 500 queues and 40 workers: whoever works on them is read once, and not for each queue. */
  @Test
  void aListOfQueuesReadsTheWorkersOnce() throws SQLException {
    TestQueue crowded = TestQueue.create();
    crowded.sql(
        "INSERT INTO awa.lanes (queue, priority, stripe)"
            + " SELECT 'q' || i, 2, 0 FROM generate_series(1, 500) AS i");
    Workers.Promise promise =
        new Workers.Promise(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMinutes(1));
    Workers.Self self = new Workers.Self("w", List.of("q7", "q8", "q7"), Set.of("test"));
    for (int i = 0; i < 40; i++) {
      crowded.transaction(
          tx -> crowded.engine().workers().register(tx, TestQueue.randomId(), self, promise));
    }
    Plans plans =
        Plans.of(
            crowded,
            tx ->
                assertThat(crowded.engine().queues().list(tx))
                    .hasSize(500)
                    .filteredOn(queue -> queue.workers() > 0)
                    .allSatisfy(queue -> assertThat(queue.workers()).isEqualTo(40))
                    .hasSize(2));
    assertBlocks(plans, "workers", 50);
    assertBlocks(plans, "beats", 500);
  }

  /** Older segments hold nothing that the last rotation does not bound. */
  @Test
  void whetherTheClusterIsAnotherIsAskedOfTheNewestTwoSegments() throws SQLException {
    Sql xids = Sql.of(Engine.DEFAULT_SCHEMA, "rebase/xids.sql");
    Plans plans =
        plans(tx -> {
          boolean behind = xids.one(tx, row -> row.getBoolean("behind"));
          assertThat(behind).isFalse();
        });
    assertWays(plans, READY, CLAIMS);
    assertThat(plans.scans())
        .extracting(Plans.Scan::slot)
        .as(() -> texts(plans, plans.scans()))
        .contains(0, 1)
        .isSubsetOf(-1, 0, 1);
  }

  /** Of 100,000 changes half are of one queue, and some name a job among others. */
  @Test
  void whatWasAskedForOfOneThingIsFoundByIt() throws SQLException {
    TestQueue crowded = TestQueue.create();
    crowded.sql(
        """
        INSERT INTO awa.audit (asked_by, action, target, outcome)
        SELECT 'me', CASE i % 4 WHEN 1 THEN 'job-cancel' WHEN 3 THEN 'job-retry' ELSE 'queue-pause' END,
               CASE i % 4 WHEN 1 THEN i::text WHEN 3 THEN concat(i, ',', i - 2, ',', i + 2) ELSE 'mail' END,
               'done'
        FROM generate_series(1, 100000) AS i
        """);
    String[] ways = {"audit by audit_by_target", "audit by audit_pkey"};
    assertAudited(crowded, "queue:mail", 20, 60, ways);
    assertAudited(crowded, "queue:none", 0, 20, ways);
    assertAudited(crowded, "job:50001", 3, 100, ways[0], ways[1], "audit by audit_by_listed_id");
  }

  private static void assertAudited(
      TestQueue crowded, String target, int found, long blocks, String... ways)
      throws SQLException {
    AuditFilter filter = AuditFilter.newest(20).withTarget(target);
    Plans plans =
        Plans.of(
            crowded,
            tx -> assertThat(crowded.engine().audit().list(tx, filter)).as(target).hasSize(found));
    plans.scans().removeIf(scan -> !scan.log().equals("audit"));
    assertWays(plans, ways);
    assertBlocks(plans, "audit", blocks);
  }

  /** Of two days of 200 queues, ten queues over two hours. */
  @Test
  void depthsOfSomeQueuesAreReadByTheseQueues() throws SQLException {
    TestQueue crowded = TestQueue.create();
    crowded.sql(
        """
        INSERT INTO awa.depths (at, available, running, scheduled, retryable, lag_us, slot, queue)
        SELECT m, 1, 0, 0, 0, 0, awa.depth_slot(m), 'q' || q
        FROM generate_series(date_trunc('minute', now()) - interval '1 day', now(), '1 minute') AS m,
             generate_series(1, 200) AS q
        """);
    List<String> some = IntStream.range(1, 11).mapToObj(i -> "q" + i).toList();
    Plans plans =
        Plans.of(
            crowded,
            tx ->
                assertThat(
                        crowded
                            .engine()
                            .timings()
                            .depths(
                                tx,
                                some,
                                StatsFilter.last(Duration.ofHours(2)),
                                Duration.ofMinutes(5)))
                    .hasSize(10));
    plans.scans().removeIf(scan -> !scan.log().equals("depths"));
    assertWays(plans, "depths by depths_queue_at_slot_key");
    assertBlocks(plans, "depths", 3000); // 1200 rows, and a look at six partitions for each queue
  }

  // --- what is asserted ---

  private interface Step {
    void on(Connection tx) throws SQLException;
  }

  private static Plans plans(Step step) throws SQLException {
    Plans plans = Plans.of(queue, step::on);
    plans.scans().removeIf(scan -> !LARGE.contains(scan.log()));
    return plans;
  }

  /** What is large was read in these ways and no other. */
  private static void assertWays(Plans plans, String... ways) {
    List<Plans.Scan> others =
        plans.scans().stream().filter(scan -> !List.of(ways).contains(scan.way())).toList();
    assertThat(others).as(() -> texts(plans, others)).isEmpty();
    assertThat(plans.scans()).extracting(Plans.Scan::way).contains(ways);
  }

  private static void assertLiveOnly(Plans plans) {
    List<Plans.Scan> others =
        plans.scans().stream()
            .filter(scan -> scan.slot() != null && !live.contains(scan.slot()))
            .toList();
    assertThat(others)
        .as(() -> "reads slots that are not among " + live + texts(plans, others))
        .isEmpty();
  }

  private static void assertBlocks(Plans plans, String log, long most) {
    List<Plans.Scan> scans = plans.scans().stream().filter(scan -> scan.log().equals(log)).toList();
    assertThat(scans.stream().mapToLong(Plans.Scan::blocks).sum())
        .as(() -> "blocks of " + log + " that were touched" + texts(plans, scans))
        .isLessThanOrEqualTo(most);
  }

  private static String texts(Plans plans, List<Plans.Scan> scans) {
    return scans.stream().map(plans::text).distinct().collect(Collectors.joining("\n", "\n", ""));
  }
}
