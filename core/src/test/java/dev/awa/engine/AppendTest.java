package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Unique;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The verbs append and copy: jobs get ids, lanes and places; duplicates and refusals are told. */
@Tag("every-postgres")
final class AppendTest {
  private final TestQueue queue = TestQueue.create();
  private final ReadyLog readyLog = queue.engine().readyLog();

  private List<Enqueued> append(Job<?>... jobs) throws SQLException {
    return queue.with(tx -> readyLog.append(tx, Stream.of(jobs).map(TestQueue::checked).toList()));
  }

  private List<Enqueued> copy(Job<?>... jobs) throws SQLException {
    return queue.with(tx -> readyLog.copy(tx, Stream.of(jobs).map(TestQueue::checked).toList()));
  }

  private static Job<?> unique(int n) {
    return TestQueue.job("q", n).withUnique(Unique.byArguments());
  }

  @Test
  void idsAreGivenInOrder() throws SQLException {
    List<Enqueued> answers =
        append(TestQueue.job("a", 1), TestQueue.job("b", 2), TestQueue.job("a", 3));
    assertThat(answers).extracting(Enqueued::id).isSorted().doesNotHaveDuplicates();
    assertThat(answers).extracting(Enqueued::duplicate).containsOnly(false);
    assertThat(copy(TestQueue.job("a", 1), TestQueue.job("b", 2)))
        .extracting(Enqueued::id)
        .isSorted()
        .allSatisfy(id -> assertThat(id).isGreaterThan(answers.getLast().id()));
  }

  @Test
  void aJobThatIsDueLaterWaitsAmongTheDeferred() throws SQLException {
    long worker = queue.worker();
    Instant soon = Instant.now().plusSeconds(3600);
    List<Enqueued> answers =
        append(
            TestQueue.job("q", 1).withRunAt(Instant.EPOCH),
            TestQueue.job("q", 2).withRunAt(soon),
            TestQueue.job("q", 3).withDelay(Duration.ofHours(1)),
            TestQueue.job("q", 4));
    assertThat(queue.drain(worker, "q")).containsExactly(answers.get(0).id(), answers.get(3).id());
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(2);
    assertThat(queue.awa().jobs().find(answers.get(1).id()).orElseThrow().runAt())
        .isBetween(soon.minusMillis(1), soon.plusMillis(1));
    assertThat(queue.awa().jobs().find(answers.get(2).id()).orElseThrow().state())
        .isEqualTo(JobState.SCHEDULED);
  }

  @Test
  void copyHandlesWhatItCantPlaceAndKeepsTheOrder() throws SQLException {
    long worker = queue.worker();
    long holder = append(unique(7)).getFirst().id();
    List<Enqueued> answers =
        copy(
            TestQueue.job("q", 1),
            unique(7),
            TestQueue.job("q", 2).withDelay(Duration.ofHours(1)),
            unique(8),
            TestQueue.job("q", 3));
    assertThat(answers.get(1)).isEqualTo(new Enqueued(holder, true));
    assertThat(queue.drain(worker, "q"))
        .containsExactly(holder, answers.get(0).id(), answers.get(3).id(), answers.get(4).id());
  }

  @Test
  void aDuplicateIsAnsweredWithTheJobThatIsThere() throws SQLException {
    long first = append(unique(1)).getFirst().id();
    assertThat(append(unique(1))).containsExactly(new Enqueued(first, true));
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isEqualTo(1);
  }

  @Test
  void aDuplicateWithinABatchIsAnsweredWithTheEarlierJob() throws SQLException {
    List<Enqueued> answers = append(unique(1), unique(2), unique(1), unique(2), unique(1));
    assertThat(answers)
        .extracting(Enqueued::duplicate)
        .containsExactly(false, false, true, true, true);
    assertThat(answers.get(2).id()).isEqualTo(answers.get(0).id());
    assertThat(answers.get(3).id()).isEqualTo(answers.get(1).id());
    assertThat(queue.drain(queue.worker(), "q"))
        .containsExactly(answers.get(0).id(), answers.get(1).id());
  }

  @Test
  void aRefusedDuplicateTakesTheWholeBatchBack() throws SQLException {
    long first = append(unique(1)).getFirst().id();
    Job<?> strict = TestQueue.job("q", 1).withUnique(Unique.byArguments().orFail());
    try (Connection tx = queue.begin()) {
      List<NewJob> batch =
          Stream.of(TestQueue.job("new queue", 0), unique(5), strict)
              .map(TestQueue::checked)
              .toList();
      assertThatThrownBy(() -> readyLog.append(tx, batch))
          .isInstanceOfSatisfying(
              DuplicateJobException.class,
              e -> {
                assertThat(e.index()).isEqualTo(2);
                assertThat(e.existingId()).isEqualTo(first);
              });
      assertThat(TestQueue.number(tx, "SELECT count(*) FROM awa.unique_keys")).isEqualTo(1);
      tx.commit();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isEqualTo(1);
    assertThat(queue.number("SELECT count(*) FROM awa.lanes WHERE queue = 'new queue'")).isZero();
    assertThat(append(unique(5))).extracting(Enqueued::duplicate).containsExactly(false);
  }

  /** Whether another session has the key at once: it waits for nobody. */
  private boolean isFree(Job<?> job) throws SQLException {
    try (Connection other = queue.begin()) {
      TestQueue.sql(other, "SET LOCAL lock_timeout = '300ms'");
      boolean free =
          !readyLog.append(other, List.of(TestQueue.checked(job))).getFirst().duplicate();
      other.rollback();
      return free;
    } catch (SQLException e) {
      if (Failures.isBlocked(e)) {
        return false;
      }
      throw e;
    }
  }

  @Test
  void aBatchHoldsAllItsKeysOrLetsOthersHaveThemAtOnce() throws SQLException {
    append(unique(1));
    Job<?> taken = TestQueue.job("q", 1).withUnique(Unique.byArguments().orFail());
    Job<?> untaken = TestQueue.job("q", 2).withUnique(Unique.byArguments().orFail());
    try (Connection tx = queue.begin()) {
      List<NewJob> refused = Stream.of(unique(5), untaken, taken).map(TestQueue::checked).toList();
      assertThatThrownBy(() -> readyLog.append(tx, refused))
          .isInstanceOf(DuplicateJobException.class);
      assertThat(isFree(unique(5))).as("while the refused one's transaction is open").isTrue();
      assertThat(isFree(unique(2))).isTrue();
      readyLog.append(tx, refused.subList(0, 2));
      assertThat(isFree(unique(5))).as("now the transaction holds it").isFalse();
      assertThat(isFree(unique(2))).isFalse();
      tx.rollback();
    }
    assertThat(isFree(unique(5))).isTrue();
  }

  @Test
  void aRingWhoseHeadIsBehindItsTailIsRefusedAndNotTriedForEver() throws SQLException {
    append(TestQueue.job("q", 1));
    queue.sql("SELECT setval('awa.ring_tail', 3)");
    Appending batch = jobs -> append(jobs[0], TestQueue.job("q", 3));
    for (Appending way : List.<Appending>of(this::append, batch, this::copy)) {
      assertThatThrownBy(() -> way.append(TestQueue.job("q", 2)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55000"))
          .hasMessageContaining(
              "the head of the ring (generation 0) is behind its tail (generation 3)")
          .hasMessageContaining("awa storage rebase");
    }
    queue.awa().storage().rebase();
    append(TestQueue.job("q", 3));
    copy(TestQueue.job("q", 4));
    assertThat(queue.drain(queue.worker(), "q")).hasSize(3);
  }

  /** As on a logical replica: sequences don't arrive there, and begin without a value. */
  @Test
  void aRingWithoutAHeadOrATailIsRefused() throws SQLException {
    Appending batch = jobs -> append(jobs[0], TestQueue.job("q", 3));
    Appending late = jobs -> append(jobs[0].withDelay(Duration.ofHours(1)));
    for (String sequence : List.of("awa.ring_head", "awa.ring_tail")) {
      queue.sql("ALTER SEQUENCE " + sequence + " RESTART");
      for (Appending way : List.<Appending>of(this::append, batch, this::copy, late)) {
        assertThatThrownBy(() -> way.append(TestQueue.job("q", 2)))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55000"))
            .hasMessageContaining("the ring has no head or no tail")
            .hasMessageContaining("awa storage rebase");
      }
      queue.awa().storage().rebase();
      append(TestQueue.job("q", 3));
    }
    assertThat(queue.drain(queue.worker(), "q")).hasSize(2);
  }

  /** A way to append. */
  private interface Appending {
    List<Enqueued> append(Job<?>... jobs) throws SQLException;
  }

  @Test
  void aStrictJobAfterItsTwinOfTheSameBatchIsRefusedWithoutAnId() throws SQLException {
    Job<?> strict = TestQueue.job("q", 1).withUnique(Unique.byArguments().orFail());
    assertThatThrownBy(() -> append(unique(1), strict))
        .isInstanceOfSatisfying(
            DuplicateJobException.class,
            e -> {
              assertThat(e.index()).isEqualTo(1);
              assertThat(e.existingId()).isZero();
            });
    assertThat(append(strict)).extracting(Enqueued::duplicate).containsExactly(false);
  }

  @Test
  void aDeferredJobHoldsItsKeyToo() throws SQLException {
    Job<?> later =
        TestQueue.job("q", 1).withUnique(Unique.byArguments()).withDelay(Duration.ofHours(1));
    long id = append(later).getFirst().id();
    assertThat(append(unique(1))).containsExactly(new Enqueued(id, true));
  }

  @Test
  void jobsOfOneOrderingKeyStayInOneLane() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('q', 16)");
    for (int round = 0; round < 3; round++) {
      List<Job<?>> jobs = new ArrayList<>();
      for (int key = 0; key < 40; key++) {
        jobs.add(TestQueue.job("q", key).withOrderingKey("key " + key));
      }
      Collections.shuffle(jobs);
      append(jobs.toArray(Job<?>[]::new));
      copy(jobs.toArray(Job<?>[]::new));
    }
    assertThat(queue.number("SELECT count(DISTINCT lane) FROM awa.ready_entries"))
        .as("lanes in use")
        .isBetween(8L, 16L);
    assertThat(
            queue.number(
                "SELECT max(n) FROM (SELECT count(DISTINCT lane) AS n FROM awa.ready_entries"
                    + " GROUP BY args ->> 'n') AS k"))
        .as("lanes of one key")
        .isEqualTo(1);
  }

  /** However it was enqueued, or a later job of the key could be run before an earlier one. */
  @Test
  void jobsOfOneOrderingKeyLieInOneLane() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('q', 64)");
    Job<?> one = TestQueue.job("q", 1).withOrderingKey("one");
    Job<?> other = TestQueue.job("q", 2).withOrderingKey("other");
    append(one);
    append(other);
    append(one, other, TestQueue.job("q", 3).withOrderingKey("third"));
    copy(one, other);
    for (String key : List.of("one", "other")) {
      queue.sql(
          "SELECT awa.enqueue('test', '{}', queue => 'q', ordering_key => '%s')".formatted(key));
      assertThat(
              queue.texts(
                  "SELECT DISTINCT lane FROM awa.ready_entries WHERE ext ->> 'ordering_key' = ?",
                  key))
          .as("lanes of " + key)
          .hasSize(1);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isEqualTo(9);
    assertThat(queue.number("SELECT count(DISTINCT lane) FROM awa.ready_entries"))
        .as("keys are spread")
        .isEqualTo(3);
  }

  @Test
  void jobsWithoutAKeyTakeTurnsOnTheStripes() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('q', 4)");
    for (int i = 0; i < 100; i++) {
      append(TestQueue.job("q", i));
    }
    assertThat(queue.number("SELECT count(DISTINCT lane) FROM awa.ready_entries")).isEqualTo(4);
  }

  @Test
  void aSleepingWorkerIsNotifiedOncePerQueueAndTransaction() throws SQLException {
    long worker = queue.worker();
    queue.with(tx -> {
      queue.engine().sleepers().say(tx, worker, Sleepers.Way.SLEEPS, List.of("a", "b"));
      return true;
    });
    try (Connection listening = queue.connect();
        Connection producer = queue.begin()) {
      String channel = queue.engine().workers().channel(listening);
      TestQueue.sql(listening, "LISTEN \"" + channel + '_' + worker + '"');
      for (int i = 0; i < 3; i++) {
        readyLog.append(producer, List.of(TestQueue.checked(TestQueue.job("a", i))));
        readyLog.copy(producer, List.of(TestQueue.checked(TestQueue.job("b", i))));
        readyLog.append(producer, List.of(TestQueue.checked(TestQueue.job("nobody", i))));
      }
      producer.commit();
      assertThat(heard(listening)).containsExactlyInAnyOrder("a", "b");

      queue.with(tx -> {
        queue.engine().sleepers().say(tx, worker, Sleepers.Way.AWAKE, List.of("a", "b"));
        return true;
      });
      queue.enqueue("a", 1);
      assertThat(heard(listening)).as("nobody sleeps").isEmpty();
    }
  }

  private static List<String> heard(Connection listening) throws SQLException {
    TestQueue.sql(listening, "SELECT 1"); // whatever was sent before has arrived with the answer
    PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications();
    return heard == null
        ? List.of()
        : Stream.of(heard).map(one -> one.getParameter().split(" ", 2)[1]).toList();
  }

  @Test
  void onlyRangesThatAreFullHaveASummary() throws SQLException {
    queue.enqueue("q", 10);
    assertThat(queue.with(readyLog::summarize)).as("ranges of 64 blocks are full").isZero();
    queue.enqueue("q", 12_000);
    assertThat(queue.with(readyLog::summarize)).as("some are").isPositive();
    assertThat(queue.with(readyLog::summarize)).as("no more than before").isZero();
    assertThat(summarized("pg_relation_size('awa.ready_entries_0') / 8192"))
        .as("the last one had none")
        .isEqualTo(1);
    assertThat(summarized("0")).as("the first one had one").isZero();
  }

  /** How many ranges got a summary that had none, 0 or 1, of the one that a block is in. */
  private long summarized(String block) throws SQLException {
    return queue.number(
        "SELECT brin_summarize_range(awa.job_index_of(0::smallint), " + block + ")");
  }
}
