package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.CancelVerdict;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.engine.Jobs.Cancelled;
import dev.awa.engine.Jobs.Place;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that were cancelled while they waited: nobody walks over their tombstones twice. */
@Tag("every-postgres")
final class TombstonesTest {
  private static final JobFilter ALL = JobFilter.newest(JobFilter.MAX_LIMIT).withQueue("q");

  private final TestQueue queue = TestQueue.create();
  private final Engine engine = queue.engine();

  private double rowsRead(TestQueue.Action action) throws SQLException {
    return Plans.of(queue, action).scans().stream()
        .filter(scan -> scan.log().equals("ready_entries"))
        .mapToDouble(Plans.Scan::rows)
        .sum();
  }

  private void assertNothingIsWalkedOver(long worker) throws SQLException {
    assertThat(rowsRead(tx -> engine.claimLog().claim(tx, TestQueue.request(worker, "q", 10))))
        .as("rows read by a claim")
        .isLessThan(20);
    assertThat(rowsRead(tx -> engine.claimLog().poll(tx, List.of("q"))))
        .as("rows read by a poll")
        .isLessThan(20);
    assertThat(rowsRead(tx -> engine.queues().stats(tx, "q")))
        .as("rows read by a count")
        .isLessThan(20);
  }

  @Test
  void afterManyCancellationsNobodyWalksOverTombstones() throws SQLException {
    queue.enqueue("q", 3000);
    assertThat(queue.awa().jobs().cancelAll(ALL, "not wanted")).isEqualTo(3000);
    assertNothingIsWalkedOver(queue.worker());
    assertThat(queue.awa().queues().stats("q"))
        .returns(0L, QueueStats::available)
        .returns(0L, QueueStats::running)
        .returns(3000L, QueueStats::cancelled);
    List<Long> next = queue.enqueue("q", 2);
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(next);
  }

  @Test
  void theSameIsTrueOfJobsThatAreCancelledOneByOne() throws SQLException {
    for (long id : queue.enqueue("q", 50)) {
      assertThat(queue.awa().jobs().cancel(id, "no")).isEqualTo(CancelVerdict.CANCELLED);
    }
    assertNothingIsWalkedOver(queue.worker());
  }

  @Test
  void aClaimPassesTheTombstonesThatFollow() throws SQLException {
    long first = queue.enqueue("q", 1).getFirst();
    List<Long> tombstoned = queue.enqueue("q", 200);
    long last = queue.enqueue("q", 1).getFirst();
    for (long id : tombstoned.reversed()) {
      queue.awa().jobs().cancel(id, "no");
    }
    long worker = queue.worker();
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 1))).containsExactly(first);
    assertThat(queue.number("SELECT count(*) FROM awa.claims WHERE members = '{}'")).isOne();
    assertThat(rowsRead(tx -> engine.claimLog().poll(tx, List.of("q")))).isLessThan(20);
    assertThat(TestQueue.jobs(queue.claim(worker, "q", 10))).containsExactly(last);
    assertThat(states(first, tombstoned.getFirst(), last))
        .containsExactly(JobState.RUNNING, JobState.CANCELLED, JobState.RUNNING);
  }

  private List<JobState> states(long... ids) {
    List<JobState> states = new ArrayList<>();
    for (long id : ids) {
      queue.awa().jobs().find(id).map(StoredJob::state).ifPresent(states::add);
    }
    return states;
  }

  /** The transaction of a job is open while those around it are cancelled and passed. */
  @Test
  void aJobThatIsCommittedLateIsNotPassed() throws SQLException {
    try (Connection open = queue.begin()) {
      long late = queue.awa().enqueue(open, TestQueue.job("q", 0)).id();
      queue.enqueue("q", 10);
      assertThat(queue.awa().jobs().cancelAll(ALL, "not wanted")).isEqualTo(10);
      assertThat(queue.claim(queue.worker(), "q", 10).runs()).isZero();
      open.commit();
      assertThat(queue.drain(queue.worker(), "q")).containsExactly(late);
    }
  }

  @Test
  void aCancellationGoesOnWhereItCameTo() throws SQLException {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      jobs.add(Job.of(i % 2 == 0 ? "even" : "odd", new RawJson("1")).withQueue("q"));
    }
    queue.awa().enqueueAll(jobs);
    JobFilter even = JobFilter.newest(10).withQueue("q").withKind("even");
    List<Cancelled> steps = new ArrayList<>();
    double read =
        rowsRead(tx -> {
          Optional<Place> next = Optional.of(Place.BEGIN);
          while (next.isPresent()) {
            Cancelled step =
                engine.jobs().cancelWaiting(tx, even, JobState.AVAILABLE, next.get(), 100, "no");
            steps.add(step);
            next = step.next();
          }
        });
    assertThat(steps.stream().mapToInt(Cancelled::jobs).sum()).isEqualTo(2000);
    assertThat(read / steps.size()).as("rows read by a step").isLessThan(12_000);
    assertThat(queue.awa().queues().stats("q").available()).isEqualTo(2000);
  }

  @Test
  void aTransactionThatHasWrittenCancelsNothing() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    try (Connection tx = queue.begin()) {
      queue.awa().enqueue(tx, TestQueue.job("q", 0));
      assertThatThrownBy(() -> engine.jobs().cancel(tx, id, "no"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25001"));
    }
    assertThat(states(id)).containsExactly(JobState.AVAILABLE);
  }

  /** The prepared transaction would keep the stripe, and nobody could claim. */
  @Test
  void aCancellationCannotBePrepared() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    try (Connection tx = queue.begin()) {
      engine.jobs().cancel(tx, id, "no");
      assertThatThrownBy(() -> TestQueue.sql(tx, "PREPARE TRANSACTION 'cancelled'"))
          .hasMessageContaining("NOTIFY");
    }
    assertThat(states(id)).containsExactly(JobState.AVAILABLE);
  }

  /** It would not find what was committed since, or carried, and say that there is no such job. */
  @Test
  void aCancellationNeedsASnapshotForEachStatement() throws SQLException {
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      TestQueue.sql(tx, "SELECT 1");
      long later = queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofHours(1))).id();
      assertThatThrownBy(() -> engine.jobs().cancel(tx, later, "no"))
          .hasMessageContaining("needs READ COMMITTED");
    }
  }

  @Test
  void aCancellationThatIsLeftOpenIsEndedSoon() throws SQLException {
    String setting = "SHOW idle_in_transaction_session_timeout";
    List<Long> ids = queue.enqueue("q", 2);
    try (Connection tx = queue.begin()) {
      engine.jobs().cancel(tx, ids.getFirst(), "no");
      assertThat(TestQueue.texts(tx, setting)).containsExactly("5s");
      tx.commit();
      assertThat(TestQueue.texts(tx, setting)).containsExactly("0");
      TestQueue.sql(tx, "SET idle_in_transaction_session_timeout = '1s'");
      engine.jobs().cancel(tx, ids.getLast(), "no");
      assertThat(TestQueue.texts(tx, setting)).as("a shorter one stays").containsExactly("1s");
      tx.commit();
    }
  }

  /** Large arguments are stored compressed; to read them is what a large claim costs. */
  @Test
  void aClaimReadsNoArgumentsBeyondThoseThatItTakes() throws SQLException {
    List<Job<?>> jobs = new ArrayList<>();
    String large = "{\"a\": \"" + "some text, ".repeat(50_000) + "\"}";
    for (int i = 0; i < 60; i++) {
      jobs.add(Job.of("large", new RawJson(large)).withQueue("q"));
    }
    queue.awa().enqueueAll(jobs);
    long worker = queue.worker();
    try (Connection tx = queue.begin()) {
      ClaimLog.Request some =
          new ClaimLog.Request(
              worker,
              new ClaimLog.Stripe("q", (short) 0),
              512,
              2L * large.length(),
              TestQueue.nonce());
      assertThat(engine.claimLog().claim(tx, some).runs()).isEqualTo(2);
      assertThat(
              TestQueue.number(
                  tx,
                  """
                  SELECT sum(s.idx_scan) FROM pg_stat_xact_all_tables s
                  JOIN pg_class c ON c.reltoastrelid = s.relid
                  WHERE c.relname LIKE 'ready_entries%'
                  """))
          .as("values read from outside of the table")
          .isBetween(1L, 10L);
    }
  }
}
