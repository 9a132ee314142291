package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.CancelVerdict;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job is replaced in a transaction of the caller's, while others want it too. */
@Tag("every-postgres")
final class ReplaceRaceTest {
  private static final Unique RULE = Unique.byText("k").orReplace();

  private final TestQueue queue = TestQueue.create();

  private static Job<RawJson> job(int n) {
    return TestQueue.job("q", n).withUnique(RULE).withDelay(Duration.ofHours(1));
  }

  private int promote() throws SQLException {
    return queue.with(tx -> queue.engine().deferredJobs().promote(tx, 1000, null)).promoted();
  }

  private int promoteUntil(AtomicBoolean over) throws SQLException {
    int promoted = 0;
    while (!over.get()) {
      promoted += promote();
    }
    return promoted;
  }

  private String args(long id) {
    return queue.awa().jobs().find(id).orElseThrow().args();
  }

  private void come() throws SQLException {
    queue.sql("UPDATE awa.deferred_jobs SET run_at = now()");
  }

  private long waiting() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database()");
  }

  @Test
  void anOpenReplacementKeepsItsJobFromBeingPromotedAndNobodyElse() throws Exception {
    long id = queue.awa().enqueue(job(1)).id();
    long other = queue.awa().enqueue(job(2).withUnique(RULE.withText("other"))).id();
    come();
    try (Connection tx = queue.begin()) {
      assertThat(queue.awa().enqueue(tx, job(3)).verdict()).isEqualTo(Enqueued.Verdict.REPLACED);
      assertThat(promote()).isEqualTo(1);
      long worker = queue.worker();
      assertThat(TestQueue.jobs(queue.claim(worker, "q", 10))).containsExactly(other);
      assertThat(args(id)).as("not committed").isEqualTo("{\"n\": 1}");
      tx.rollback();
    }
    assertThat(promote()).as("its old time has come").isEqualTo(1);
    assertThat(args(id)).isEqualTo("{\"n\": 1}");
  }

  @Test
  void theSecondOfTwoWaitsForTheFirstAndWins() throws Exception {
    long id = queue.awa().enqueue(job(1)).id();
    for (boolean commits : List.of(false, true)) {
      try (ExecutorService thread = Executors.newSingleThreadExecutor();
          Connection tx = queue.begin()) {
        queue.awa().enqueue(tx, job(2));
        Future<Enqueued> second = thread.submit(() -> queue.awa().enqueue(job(3)));
        Eventually.holds("the second waits", () -> waiting() == 1);
        if (commits) {
          tx.commit();
        } else {
          tx.rollback();
        }
        assertThat(second.get()).isEqualTo(new Enqueued(id, Enqueued.Verdict.REPLACED));
        assertThat(args(id)).isEqualTo("{\"n\": 3}");
      }
    }
  }

  /** The promotion has moved the job and not committed: the answer is not "replaced". */
  @Test
  void whoMeetsAPromotionThatIsOpenMakesAJobOfItsOwn() throws Exception {
    long id = queue.awa().enqueue(job(1)).id();
    come();
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Connection tx = queue.begin()) {
      assertThat(queue.engine().deferredJobs().promote(tx, 10, null).promoted()).isEqualTo(1);
      Future<Enqueued> second = thread.submit(() -> queue.awa().enqueue(job(2)));
      Eventually.holds("the second waits", () -> waiting() == 1);
      tx.commit();
      assertThat(second.get().verdict()).isEqualTo(Enqueued.Verdict.ENQUEUED);
      assertThat(args(id)).isEqualTo("{\"n\": 1}");
    }
  }

  @Test
  void aCancellationWaitsForAReplacementOrGivesUpAndSaysForWhom() throws Exception {
    long id = queue.awa().enqueue(job(1)).id();
    try (Connection tx = queue.begin()) {
      queue.awa().enqueue(tx, job(2));
      for (String call :
          List.of("awa.cancel(" + id + ", 'no')", "awa.edit(" + id + ", '{\"priority\": 1}')")) {
        assertThatThrownBy(() -> queue.sql("SELECT " + call))
            .hasMessageContaining("job " + id + ", which waits for its time, is")
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      }
      tx.commit();
    }
    assertThat(queue.awa().jobs().cancel(id, "no")).isEqualTo(CancelVerdict.CANCELLED);
  }

  @Test
  void whoMeetsACancellationThatIsOpenMakesAJobOfItsOwn() throws Exception {
    long id = queue.awa().enqueue(job(1)).id();
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Connection tx = queue.begin()) {
      TestQueue.texts(tx, "SELECT awa.cancel(" + id + ", 'no')");
      Future<Enqueued> second = thread.submit(() -> queue.awa().enqueue(job(2)));
      Eventually.holds("the second waits", () -> waiting() == 1);
      tx.commit();
      assertThat(second.get().verdict()).isEqualTo(Enqueued.Verdict.ENQUEUED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void anOldSnapshotReplacesWhatItSeesOrFailsToSerialize(int isolation) throws SQLException {
    long id = queue.awa().enqueue(job(1)).id();
    try (Connection late = queue.connect()) {
      late.setTransactionIsolation(isolation);
      late.setAutoCommit(false);
      TestQueue.number(late, "SELECT count(*) FROM awa.queues");
      assertThat(queue.awa().enqueue(late, job(2)).verdict()).isEqualTo(Enqueued.Verdict.REPLACED);
      assertThat(queue.awa().enqueue(late, job(3)).verdict()).isEqualTo(Enqueued.Verdict.REPLACED);
      late.commit();
      assertThat(args(id)).isEqualTo("{\"n\": 3}");
      TestQueue.number(late, "SELECT count(*) FROM awa.queues");
      queue.awa().enqueue(job(4));
      assertSerializationFailure(late);
      TestQueue.number(late, "SELECT count(*) FROM awa.queues");
      come();
      promote();
      assertThat(queue.awa().enqueue(late, job(5)).verdict())
          .as("the key was let go since, which its index knows")
          .isEqualTo(Enqueued.Verdict.ENQUEUED);
      late.commit();
      TestQueue.number(late, "SELECT count(*) FROM awa.queues");
      come();
      promote();
      queue.awa().enqueue(job(6));
      assertSerializationFailure(late);
    }
  }

  private void assertSerializationFailure(Connection late) throws SQLException {
    assertThatThrownBy(() -> queue.awa().enqueue(late, job(9)))
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
    late.rollback();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 1100})
  void callsThatReplaceTheSameJobsInAnyOrderNeverDeadlock(int size) throws Exception {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      jobs.add(
          TestQueue.job("q", i)
              .withUnique(Unique.byArguments().orReplace())
              .withDelay(Duration.ofMillis(1 + i % 3)));
    }
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> promoter = pool.submit(() -> promoteUntil(over));
      List<Future<List<Enqueued>>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<Job<?>> shuffled = new ArrayList<>(jobs);
        Collections.shuffle(shuffled);
        calls.add(pool.submit(() -> queue.awa().enqueueAll(shuffled)));
      }
      try {
        for (Future<List<Enqueued>> call : calls) {
          assertThat(call.get()).noneMatch(Enqueued::duplicate).hasSize(size);
        }
      } finally {
        over.set(true);
      }
      assertThat(promoter.get()).isNotNegative();
    }
    come();
    while (promote() > 0) {
      // until none is left
    }
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
  }

  /** Two jobs of the queue: the first has the smaller key, and was enqueued later. */
  private List<Integer> crossed() throws SQLException {
    for (int n = 0; n < 20; n++) {
      queue.awa().enqueue(keyed(n, n));
    }
    return queue
        .texts(
            """
            SELECT (SELECT count(*) FROM awa.unique_keys k WHERE k.job_id < o.job_id)
            FROM (SELECT x.job_id AS one, y.job_id AS other
                  FROM awa.unique_keys x
                  JOIN awa.unique_keys y ON x.unique_key < y.unique_key AND x.job_id > y.job_id
                  ORDER BY x.unique_key
                  LIMIT 1) AS pair
            CROSS JOIN LATERAL (VALUES (1, pair.one), (2, pair.other)) AS o (ord, job_id)
            ORDER BY o.ord\
            """)
        .stream()
        .map(Integer::valueOf)
        .toList();
  }

  private static Job<RawJson> keyed(int key, int n) {
    return TestQueue.job("q", n)
        .withUnique(RULE.withText("key " + key))
        .withDelay(Duration.ofHours(1));
  }

  @Test
  void aPurgeAndACallThatReplacesSeveralTakeThemInTheSameOrder() throws Exception {
    List<Integer> pair = crossed();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection tx = queue.begin()) {
      queue.awa().enqueue(tx, keyed(pair.getFirst(), 100));
      Future<List<Enqueued>> call =
          threads.submit(() ->
              queue.awa().enqueueAll(List.of(keyed(pair.get(0), 200), keyed(pair.get(1), 201))));
      Eventually.holds("the call waits", () -> waiting() == 1);
      Future<Long> purge = threads.submit(() -> queue.awa().queues().purge("q", "jo").jobs());
      Eventually.holds("the purge waits behind the call", () -> waiting() == 2);
      tx.commit();
      assertThat(call.get()).allMatch(one -> one.verdict() == Enqueued.Verdict.REPLACED);
      assertThat(purge.get()).isEqualTo(20);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.deferred_jobs")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
  }

  /**
   * Each producer writes rising numbers: the last that was answered to it is run, or was passed.
   */
  @Test
  void whatWasAnsweredLastRunsWhateverHappensMeanwhile() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> promoter = pool.submit(() -> promoteUntil(over));
      List<Future<Integer>> producers = new ArrayList<>();
      for (int key = 0; key < 4; key++) {
        Unique rule = Unique.byText("key " + key).orReplace();
        int from = 1000 * key;
        producers.add(pool.submit(() -> produce(from, rule)));
      }
      for (int key = 0; key < 4; key++) {
        int last = producers.get(key).get();
        Eventually.holds(
            "it is ready, or nobody promotes", () -> isReady(last) || promoter.isDone());
      }
      over.set(true);
      assertThat(promoter.get()).isPositive();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.deferred_jobs")).isZero();
  }

  private int produce(int from, Unique rule) throws SQLException {
    int last = from;
    for (int n = from; n < from + 150; n++) {
      Job<RawJson> job =
          TestQueue.job("q", n)
              .withUnique(rule)
              .withDelay(
                  Duration.ofNanos(1_000L * (1 + ThreadLocalRandom.current().nextInt(4000))));
      try (Connection tx = queue.begin()) {
        queue.awa().enqueue(tx, job);
        if (ThreadLocalRandom.current().nextInt(4) == 0 && n > from) {
          tx.rollback();
        } else {
          tx.commit();
          last = n;
        }
      }
    }
    return last;
  }

  private boolean isReady(int n) throws SQLException {
    return queue.number(
            "SELECT count(*) FROM awa.ready_entries WHERE args::text = ?", "{\"n\": " + n + "}")
        > 0;
  }
}
