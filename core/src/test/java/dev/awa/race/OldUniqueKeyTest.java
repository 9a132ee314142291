package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Producers whose snapshot still shows a unique key with a job that has ended: the job they enqueue
 * is there, it owns the key, and nobody is answered with an id that is no job.
 */
@Tag("every-postgres")
final class OldUniqueKeyTest {
  private final TestQueue queue = TestQueue.create();

  private static Job<?> unique(int n) {
    return TestQueue.job("q", n).withUnique(Unique.byArguments());
  }

  private static List<Job<?>> uniques(int from, int to) {
    return IntStream.range(from, to).<Job<?>>mapToObj(OldUniqueKeyTest::unique).toList();
  }

  /** A transaction that sees job 7 hold its key, which has been let go since. */
  private Connection lateFor(int isolation) throws SQLException {
    long ended = queue.awa().enqueue(unique(7)).id();
    Connection late = queue.connect();
    late.setTransactionIsolation(isolation);
    late.setAutoCommit(false);
    TestQueue.number(late, "SELECT count(*) FROM awa.queues");
    queue.awa().jobs().cancel(ended, "by a test");
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
    return late;
  }

  private void theOwnerIs(long id) throws SQLException {
    assertThat(queue.number("SELECT job_id FROM awa.unique_keys")).isEqualTo(id);
    assertThat(queue.awa().enqueue(unique(7))).isEqualTo(new Enqueued(id, true));
    assertThat(queue.awa().jobs().find(id)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void aJobWhoseKeyWasLetGoSinceTheSnapshotIsThere(int isolation) throws SQLException {
    try (Connection late = lateFor(isolation)) {
      Enqueued answer = queue.awa().enqueue(late, unique(7));
      late.commit();
      assertThat(answer.duplicate()).isFalse();
      theOwnerIs(answer.id());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void soIsOneAmongOthers(int isolation) throws SQLException {
    try (Connection late = lateFor(isolation)) {
      List<Enqueued> answers =
          queue
              .awa()
              .enqueueAll(
                  late,
                  List.of(TestQueue.job("q", 1), unique(7), TestQueue.job("q", 2), unique(8)));
      late.commit();
      assertThat(answers).hasSize(4).noneMatch(Enqueued::duplicate);
      assertThat(queue.drain(queue.worker(), "q"))
          .containsExactlyElementsOf(answers.stream().map(Enqueued::id).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void soIsOneAmongThousands(int isolation) throws SQLException {
    try (Connection late = lateFor(isolation)) {
      List<Job<?>> jobs = new ArrayList<>(uniques(0, 1200));
      jobs.add(TestQueue.job("q", 0));
      List<Enqueued> answers = queue.awa().enqueueAll(late, jobs);
      late.commit();
      assertThat(answers).hasSize(1201).noneMatch(Enqueued::duplicate);
      assertThat(queue.drain(queue.worker(), "q"))
          .containsExactlyElementsOf(answers.stream().map(Enqueued::id).toList());
      assertThat(queue.number(WITHOUT_JOB)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void soIsOneThatIsCopied(int isolation) throws SQLException {
    try (Connection late = lateFor(isolation)) {
      List<Enqueued> answers = new ArrayList<>();
      queue.awa().copy(late, List.of(TestQueue.job("q", 1), unique(7)).iterator(), answers::add);
      late.commit();
      assertThat(answers).hasSize(2).noneMatch(Enqueued::duplicate);
      theOwnerIs(answers.getLast().id());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void soIsOneOfAnotherLanguage(int isolation) throws SQLException {
    try (Connection late = lateFor(isolation)) {
      long id =
          TestQueue.number(
              late,
              """
              SELECT CASE WHEN NOT duplicate THEN job_id END
              FROM awa.enqueue('test', '{"n": 7}', queue => 'q', "unique" => '{"args": true}')
              """);
      late.commit();
      theOwnerIs(id);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void soIsOneThatWouldRatherFailThanBeADuplicate(int isolation) throws SQLException {
    try (Connection late = lateFor(isolation)) {
      Job<?> strict = TestQueue.job("q", 7).withUnique(Unique.byArguments().orFail());
      long id = queue.awa().enqueue(late, strict).id();
      late.commit();
      theOwnerIs(id);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void theSecondOfItInTheSameTransactionFailsToSerializeRatherThanGuess(int isolation)
      throws SQLException {
    try (Connection late = lateFor(isolation)) {
      queue.awa().enqueue(late, unique(7));
      assertThatThrownBy(() -> queue.awa().enqueue(late, unique(7)))
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
      late.rollback();
      long id = queue.awa().enqueue(late, unique(7)).id();
      assertThat(queue.awa().enqueue(late, unique(7))).isEqualTo(new Enqueued(id, true));
      late.commit();
      theOwnerIs(id);
    }
  }

  private static final String WITHOUT_JOB =
      """
      SELECT count(*) FROM awa.unique_keys u
      WHERE NOT EXISTS (SELECT FROM awa.find_job(u.job_id) AS j WHERE j.state <> 'completed')
      """;

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void whateverIsEnqueuedAndEndsMeanwhileEachKeyIsOwnedByAJob(int isolation) throws Exception {
    List<Enqueued> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Enqueued>>> producers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        producers.add(pool.submit(() -> produce(isolation)));
      }
      Future<?> ends = pool.submit(this::endJobs);
      for (Future<List<Enqueued>> producer : producers) {
        answers.addAll(producer.get());
      }
      ends.get();
    }
    assertThat(answers).as("some were committed").isNotEmpty();
    assertThat(queue.number(WITHOUT_JOB)).isZero();
    Set<Long> told = answers.stream().map(Enqueued::id).collect(Collectors.toSet());
    for (long id : told) {
      assertThat(queue.awa().jobs().find(id)).as("job %d", id).isPresent();
    }
  }

  private List<Enqueued> produce(int isolation) throws SQLException {
    List<Enqueued> committed = new ArrayList<>();
    try (Connection tx = queue.connect()) {
      tx.setTransactionIsolation(isolation);
      tx.setAutoCommit(false);
      for (int i = 0; i < 30; i++) {
        TestQueue.number(tx, "SELECT count(*) FROM awa.queues");
        List<Job<?>> jobs =
            ThreadLocalRandom.current()
                .ints(3, 0, 6)
                .<Job<?>>mapToObj(OldUniqueKeyTest::unique)
                .toList();
        try {
          List<Enqueued> some = queue.awa().enqueueAll(tx, jobs);
          tx.commit();
          committed.addAll(some);
        } catch (dev.awa.AwaException | SQLException e) {
          tx.rollback(); // may fail to serialize
        }
      }
    }
    return committed;
  }

  private boolean endJobs() throws SQLException {
    long worker = queue.worker();
    for (int i = 0; i < 100; i++) {
      var claimed = queue.claim(worker, "q", 2);
      if (!TestQueue.runs(claimed).isEmpty()) {
        queue.flush(worker, i + 1, TestQueue.ended(claimed, TestQueue.completed()));
      }
    }
    return true;
  }

  // --- many keys in one call ---

  @Test
  void twoCallsThatWantTheSameThousandsOfKeysNeverDeadlock() throws Exception {
    for (int round = 0; round < 3; round++) {
      int from = 2500 * round;
      List<Job<?>> there = uniques(from, from + 2500);
      try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
        Future<List<Enqueued>> one = pool.submit(() -> queue.awa().enqueueAll(there));
        Future<List<Enqueued>> other = pool.submit(() -> queue.awa().enqueueAll(there.reversed()));
        List<Long> ids = one.get().stream().map(Enqueued::id).toList();
        assertThat(other.get().reversed()).extracting(Enqueued::id).containsExactlyElementsOf(ids);
        assertThat(
                one.get().stream().filter(Enqueued::duplicate).count()
                    + other.get().stream().filter(Enqueued::duplicate).count())
            .isEqualTo(2500);
      }
    }
  }

  @Test
  void aLongCallTakesItsKeysInOrderBeforeItsFirstJob() throws Exception {
    List<Job<?>> jobs = uniques(0, 1500);
    String last =
        queue
            .texts(
                """
                SELECT n::text FROM generate_series(0, 1499) AS n
                ORDER BY awa.unique_key('test', 'q', json_build_object('n', n), '{"args": true}') DESC
                LIMIT 1
                """)
            .getFirst();
    try (Connection tx = queue.begin();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      queue.awa().enqueue(tx, unique(Integer.parseInt(last)));
      Future<List<Enqueued>> call = thread.submit(() -> queue.awa().enqueueAll(jobs));
      dev.awa.lab.Eventually.holds(
          "the call waits",
          () ->
              queue.number(
                      "SELECT count(*) FROM pg_stat_activity"
                          + " WHERE wait_event_type = 'Lock' AND datname = current_database()")
                  == 1);
      try (Connection other = queue.connect()) {
        TestQueue.sql(other, "SET lock_timeout = 100");
        for (int n : new int[] {0, 700, 1499}) {
          if (n != Integer.parseInt(last)) {
            assertThatThrownBy(() -> queue.awa().enqueue(other, unique(n)))
                .as("job %d's key is taken", n)
                .cause()
                .hasMessageContaining("lock timeout");
          }
        }
      }
      tx.rollback();
      assertThat(call.get()).noneMatch(Enqueued::duplicate);
    }
  }

  @Test
  void aRefusedDuplicateInALongCallTakesAllOfItBack() throws SQLException {
    long holder = queue.awa().enqueue(unique(3)).id();
    List<Job<?>> jobs = new ArrayList<>(uniques(10, 1500));
    jobs.add(TestQueue.job("q", 3).withUnique(Unique.byArguments().orFail()));
    try (Connection tx = queue.begin()) {
      assertThatThrownBy(() -> queue.awa().enqueueAll(tx, jobs))
          .isInstanceOfSatisfying(
              DuplicateJobException.class,
              e -> {
                assertThat(e.index()).isEqualTo(1490);
                assertThat(e.existingId()).isEqualTo(holder);
              });
      jobs.removeLast();
      jobs.add(TestQueue.job("q", 11).withUnique(Unique.byArguments().orFail()));
      assertThatThrownBy(() -> queue.awa().enqueueAll(tx, jobs))
          .isInstanceOfSatisfying(
              DuplicateJobException.class, e -> assertThat(e.existingId()).isZero());
      tx.commit();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isEqualTo(1);
    assertThat(queue.drain(queue.worker(), "q")).containsExactly(holder);
  }

  @Test
  void aLongCallAnswersInOrderWhateverItHolds() throws SQLException {
    long holder = queue.awa().enqueue(unique(5)).id();
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 2200; i++) {
      jobs.add(i % 2 == 0 ? TestQueue.job("q", i) : unique(i % 1000));
    }
    List<Enqueued> answers = queue.awa().enqueueAll(jobs);
    assertThat(answers).hasSize(2200);
    assertThat(answers.get(5)).isEqualTo(new Enqueued(holder, true));
    assertThat(answers.get(1007)).isEqualTo(new Enqueued(answers.get(7).id(), true));
    List<Long> made = answers.stream().filter(a -> !a.duplicate()).map(Enqueued::id).toList();
    assertThat(made).hasSize(1100 + 499).isSorted();
    assertThat(queue.drain(queue.worker(), "q")).startsWith(holder).containsAll(made).hasSize(1600);
  }

  @Test
  void ownersThatAreNotOneAJobAreRefused() throws SQLException {
    for (String owners : List.of("{1,1,2}", "{1}", "{1,NULL}")) {
      assertThatThrownBy(() ->
              queue.sql(
                  """
                  SELECT awa.append_held(ARRAY['q','q'], ARRAY[2,2]::smallint[], ARRAY[NULL,NULL]::text[],
                    ARRAY['k','k'], ARRAY['{}','{}']::json[], ARRAY['{}','{}']::json[],
                    ARRAY[1,1]::smallint[], ARRAY[NULL,NULL]::timestamptz[], ARRAY[NULL,NULL]::bigint[],
                    ARRAY[NULL,NULL]::jsonb[], ARRAY[1,2]::bigint[], NULL, ?::bigint[])
                  """,
                  owners))
          .as(owners)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX000"));
    }
  }
}
