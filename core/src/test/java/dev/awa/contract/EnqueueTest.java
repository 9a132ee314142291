package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Enqueue is part of the caller's transaction, on the caller's connection, which is never
 * committed, closed or changed; and all or nothing.
 */
@Tag("every-postgres")
final class EnqueueTest {
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();

  /** Every way to hand a job in. */
  enum Way {
    ONE {
      @Override
      long enqueue(Awa awa, Connection tx, Job<RawJson> job) {
        return awa.enqueue(tx, job).id();
      }
    },
    MANY {
      @Override
      long enqueue(Awa awa, Connection tx, Job<RawJson> job) {
        return awa.enqueueAll(tx, List.of(job)).getFirst().id();
      }
    },
    COPY {
      @Override
      long enqueue(Awa awa, Connection tx, Job<RawJson> job) {
        List<Enqueued> answers = new ArrayList<>();
        awa.copy(tx, List.of(job).iterator(), answers::add);
        return answers.getFirst().id();
      }
    },
    SQL {
      @Override
      long enqueue(Awa awa, Connection tx, Job<RawJson> job) throws SQLException {
        try (PreparedStatement statement =
            tx.prepareStatement("SELECT job_id FROM awa.enqueue(?, ?::json, queue => ?)")) {
          statement.setString(1, job.kind());
          statement.setString(2, job.args().text());
          statement.setString(3, job.queue());
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        }
      }
    };

    abstract long enqueue(Awa awa, Connection tx, Job<RawJson> job) throws SQLException;
  }

  private static Stream<Arguments> waysAndIsolations() {
    return Stream.of(Way.values())
        .flatMap(way ->
            Stream.of(
                    Connection.TRANSACTION_READ_COMMITTED,
                    Connection.TRANSACTION_REPEATABLE_READ,
                    Connection.TRANSACTION_SERIALIZABLE)
                .map(isolation -> Arguments.of(way, isolation)));
  }

  private List<Long> stored() {
    return awa.jobs().list(JobFilter.newest(10_000)).stream().map(StoredJob::id).toList();
  }

  private static List<Job<?>> jobs(int count) {
    List<Job<?>> jobs = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> jobs.add(TestQueue.job("q", i)));
    return jobs;
  }

  // --- the caller's transaction ---

  @ParameterizedTest
  @MethodSource("waysAndIsolations")
  void aJobExistsWhenAndOnlyWhenItsTransactionCommits(Way way, int isolation) throws SQLException {
    try (Connection tx = queue.connect()) {
      tx.setTransactionIsolation(isolation);
      tx.setAutoCommit(false);
      TestQueue.sql(tx, "CREATE TABLE orders (id bigint)");
      way.enqueue(awa, tx, TestQueue.job("q", 1));
      TestQueue.sql(tx, "INSERT INTO orders VALUES (1)");
      assertThat(stored()).isEmpty();
      tx.rollback();
      assertThat(stored()).isEmpty();

      long id = way.enqueue(awa, tx, TestQueue.job("q", 2));
      assertThat(stored()).isEmpty();
      tx.commit();
      assertThat(stored()).containsExactly(id);

      assertThat(tx.getTransactionIsolation()).isEqualTo(isolation);
      assertThat(tx.getAutoCommit()).isFalse();
      assertThat(tx.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatASavepointTakesBackIsNotEnqueued(Way way) throws SQLException {
    try (Connection tx = queue.begin()) {
      long before = way.enqueue(awa, tx, TestQueue.job("q", 1));
      Savepoint savepoint = tx.setSavepoint();
      way.enqueue(awa, tx, TestQueue.job("q", 2).withUnique(Unique.byArguments()));
      tx.rollback(savepoint);
      long after = way.enqueue(awa, tx, TestQueue.job("q", 2).withUnique(Unique.byArguments()));
      tx.commit();
      assertThat(stored()).containsExactlyInAnyOrder(before, after);
      assertThat(queue.drain(queue.worker(), "q")).containsExactly(before, after);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void onAConnectionInAutocommitAJobExistsAtOnce(Way way) throws SQLException {
    try (Connection connection = queue.connect()) {
      long id = way.enqueue(awa, connection, TestQueue.job("q", 1));
      assertThat(stored()).containsExactly(id);
      assertUntouched(connection, true);
    }
  }

  private static void assertUntouched(Connection connection, boolean autoCommit)
      throws SQLException {
    assertThat(connection.isClosed()).isFalse();
    assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
    assertThat(connection.isReadOnly()).isFalse();
    assertThat(TestQueue.texts(connection, "SHOW search_path"))
        .containsExactly("\"$user\", public");
    assertThat(TestQueue.texts(connection, "SHOW synchronous_commit"))
        .isEqualTo(
            TestQueue.texts(
                connection, "SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'"));
  }

  @Test
  void aConnectionIsLeftAsItWasWhateverHappens() throws SQLException {
    awa.enqueue(TestQueue.job("q", 0).withUnique(Unique.byArguments()));
    List<Job<?>> refused = jobs(2500);
    refused.set(2100, TestQueue.job("q", 0).withUnique(Unique.byArguments().orFail()));
    List<Job<?>> invalid = jobs(2500);
    invalid.set(2100, TestQueue.job("q", 0).withPriority(9));
    for (boolean autoCommit : List.of(true, false)) {
      try (Connection connection = queue.connect()) {
        connection.setAutoCommit(autoCommit);
        awa.enqueueAll(connection, jobs(2500));
        awa.copy(connection, jobs(2500).iterator(), answer -> {});
        assertUntouched(connection, autoCommit);
        for (List<Job<?>> bad : List.of(refused, invalid)) {
          assertThatThrownBy(() -> awa.enqueueAll(connection, bad)).isNotNull();
          assertUntouched(connection, autoCommit);
          assertThatThrownBy(() -> awa.copy(connection, bad.iterator(), answer -> {})).isNotNull();
          assertUntouched(connection, autoCommit);
        }
        if (!autoCommit) {
          connection.commit();
        }
      }
    }
    assertThat(awa.queues().stats("q").available()).isEqualTo(1 + 4 * 2500);
  }

  @Test
  void aPooledConnectionWillDo() throws SQLException {
    try (HikariDataSource pool = pool(true);
        Connection connection = pool.getConnection()) {
      for (Way way : Way.values()) {
        way.enqueue(awa, connection, TestQueue.job("q", 1));
      }
    }
    assertThat(awa.queues().stats("q").available()).isEqualTo(4);
  }

  @Test
  void aPoolThatDoesNotCommitByItselfWillDo() {
    try (HikariDataSource pool = pool(false)) {
      Awa client = Awa.of(pool);
      client.migrate();
      client.check();
      long id = client.enqueue(TestQueue.job("q", 1)).id();
      client.enqueueAll(jobs(3));
      client.copy(jobs(3).iterator(), answer -> {});
      client.queues().pause("q", "test");
      client.jobs().cancel(id, "test");
    }
    assertThat(awa.queues().stats("q").available()).isEqualTo(6);
    assertThat(awa.queues().stats("q").cancelled()).isEqualTo(1);
    assertThat(awa.queues().list())
        .singleElement()
        .satisfies(one -> assertThat(one.paused()).isTrue());
  }

  private HikariDataSource pool(boolean autoCommit) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(queue.dataSource());
    pool.setMaximumPoolSize(2);
    pool.setAutoCommit(autoCommit);
    return pool;
  }

  // --- many ---

  @Test
  void aLargeBatchIsAnsweredAndClaimedInOrder() throws SQLException {
    List<Enqueued> answers = awa.enqueueAll(jobs(2500));
    assertThat(answers).hasSize(2500);
    assertThat(answers).extracting(Enqueued::id).isSorted().doesNotHaveDuplicates();
    assertThat(queue.drain(queue.worker(), "q"))
        .containsExactlyElementsOf(answers.stream().map(Enqueued::id).toList());
  }

  @Test
  void aCopyOfAnythingKeepsTheOrderAndAnswersEveryJob() throws SQLException {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 3500; i++) {
      Job<RawJson> job = TestQueue.job("q", i % 2000);
      // the first chunk is plain, the second unique, the third mixed
      boolean special = (i >= 1000 && i < 2000) || (i >= 2000 && i % 7 == 0);
      jobs.add(
          special && i % 3 == 0
              ? job.withDelay(Duration.ofHours(1))
              : special ? job.withUnique(Unique.byArguments()) : job);
    }
    List<Enqueued> answers = new ArrayList<>();
    long enqueued = awa.copy(jobs.iterator(), answers::add);
    assertThat(answers).hasSize(3500);
    List<Long> fresh =
        answers.stream().filter(answer -> !answer.duplicate()).map(Enqueued::id).toList();
    assertThat(enqueued).isEqualTo(fresh.size());
    assertThat(fresh).isSorted().doesNotHaveDuplicates();
    List<Long> ready =
        IntStream.range(0, 3500)
            .filter(i ->
                !answers.get(i).duplicate()
                    && jobs.get(i).readyTime().equals(dev.awa.ReadyTime.NOW))
            .mapToObj(i -> answers.get(i).id())
            .toList();
    assertThat(queue.drain(queue.worker(), "q")).containsExactlyElementsOf(ready);
    assertThat(awa.queues().stats("q").scheduled()).isEqualTo(fresh.size() - ready.size());
  }

  @Test
  void nothingIsEnqueuedOfNothing() {
    assertThat(awa.enqueueAll(List.of())).isEmpty();
    assertThat(awa.copy(List.<Job<?>>of().iterator(), answer -> {})).isZero();
    assertThat(stored()).isEmpty();
  }

  // --- refusals ---

  @Test
  void aRefusedDuplicateLeavesTheTransactionUsableAndWritesNothing() throws SQLException {
    long holder = awa.enqueue(TestQueue.job("q", 7).withUnique(Unique.byArguments())).id();
    Job<?> strict = TestQueue.job("q", 7).withUnique(Unique.byArguments().orFail());
    for (int at : List.of(0, 999, 1000, 2400)) {
      List<Job<?>> batch = jobs(2500);
      batch.set(at, strict);
      try (Connection tx = queue.begin()) {
        long before = awa.enqueue(tx, TestQueue.job("other", 1)).id();
        assertRefused(() -> awa.enqueueAll(tx, batch), at, holder);
        assertRefused(() -> awa.copy(tx, batch.iterator(), answer -> {}), at, holder);
        long after = awa.enqueue(tx, TestQueue.job("other", 2)).id();
        tx.commit();
        assertThat(queue.drain(queue.worker(), "other")).containsExactly(before, after);
      }
      assertRefused(() -> awa.enqueueAll(batch), at, holder);
      assertThat(awa.queues().stats("q").available()).isEqualTo(1);
    }
  }

  private static void assertRefused(Runnable call, int index, long existing) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            DuplicateJobException.class,
            e -> {
              assertThat(e.index()).isEqualTo(index);
              assertThat(e.existingId()).isEqualTo(existing);
            });
  }

  @Test
  void anInvalidJobOfABatchIsNamedAndNothingIsWritten() throws SQLException {
    List<Job<?>> batch = jobs(2500);
    batch.set(2100, TestQueue.job("q", 1).withPriority(5));
    try (Connection tx = queue.begin()) {
      for (Runnable call :
          List.<Runnable>of(
              () -> awa.enqueueAll(tx, batch),
              () -> awa.copy(tx, batch.iterator(), answer -> {}))) {
        assertThatThrownBy(call::run)
            .isInstanceOfSatisfying(
                InvalidJobException.class, e -> assertThat(e.field()).isEqualTo("priority"))
            .hasMessageStartingWith("jobs[2100]: ");
      }
      awa.enqueue(tx, TestQueue.job("q", 1));
      tx.commit();
    }
    assertThat(stored()).hasSize(1);
  }

  @Test
  void anIteratorThatThrowsLeavesTheTransactionAsItWas() throws SQLException {
    try (Connection tx = queue.begin()) {
      long before = awa.enqueue(tx, TestQueue.job("q", 1)).id();
      assertThatThrownBy(() -> awa.copy(tx, failingAfter(1500), answer -> {}))
          .hasMessage("no more");
      assertThatThrownBy(() ->
              awa.copy(
                  tx,
                  jobs(1500).iterator(),
                  answer -> {
                    throw new IllegalStateException("no more");
                  }))
          .hasMessage("no more");
      long after = awa.enqueue(tx, TestQueue.job("q", 2)).id();
      tx.commit();
      assertThat(queue.drain(queue.worker(), "q")).containsExactly(before, after);
    }
    try (Connection connection = queue.connect()) {
      assertThatThrownBy(() -> awa.copy(connection, failingAfter(1500), answer -> {}))
          .hasMessage("no more");
      assertUntouched(connection, true);
    }
    assertThatThrownBy(() -> awa.copy(failingAfter(1500), answer -> {})).hasMessage("no more");
    assertThat(stored()).hasSize(2);
  }

  private static Iterator<Job<?>> failingAfter(int count) {
    return Stream.<Job<?>>iterate(TestQueue.job("q", 0), job -> job)
        .peek(
            new java.util.function.Consumer<>() {
              private int n;

              @Override
              public void accept(Job<?> job) {
                if (++n > count) {
                  throw new IllegalStateException("no more");
                }
              }
            })
        .iterator();
  }

  // --- names ---

  @ParameterizedTest
  @EnumSource(Way.class)
  void anyNameWillDo(Way way) throws SQLException {
    long worker = queue.worker();
    List<String> names =
        List.of(
            " ",
            "'; DROP SCHEMA awa CASCADE; --",
            "\"quoted\" and 'quoted'",
            "back\\slash \\N \\. \t\n\r",
            "%s ? $1 {} {fn now()} ${x} :name",
            "awa.lanes",
            "NULL",
            "{a,b}",
            "ÅÄÖ 漢字 \u202Eright to left\u202C",
            "🌊".repeat(200),
            "\u0001\u007F");
    try (Connection tx = queue.begin()) {
      for (String name : names) {
        long id =
            way.enqueue(
                awa, tx, Job.of(name, new RawJson("{\"name\": \"\\u0041\"}")).withQueue(name));
        tx.commit();
        StoredJob job = awa.jobs().find(id).orElseThrow();
        assertThat(job.kind()).isEqualTo(name);
        assertThat(job.queue()).isEqualTo(name);
        assertThat(queue.drain(worker, name)).as(name).containsExactly(id);
      }
    }
    assertThat(awa.queues().list()).hasSize(names.size());
  }
}
