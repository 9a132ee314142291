package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.JobState;
import dev.awa.KnownWorker;
import dev.awa.Outcome;
import dev.awa.Overwritten;
import dev.awa.QueueChange;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.QueueStatus;
import dev.awa.SettingChange;
import dev.awa.event.JobEvent;
import dev.awa.event.SettingsTaken;
import dev.awa.lab.Eventually;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Settings of a queue can be changed while it runs: partly, by several people, with words for what
 * can't be. Workers take them within a second and say so, and nothing that runs fails by it.
 */
@Tag("every-postgres")
final class QueueSettingsTest extends WorkerCase {
  private static final Duration WITHIN = Duration.ofSeconds(1);

  private List<Overwritten> set(UnaryOperator<QueueChange> change) {
    return queue.awa().queues().set("q", change, "jo");
  }

  private QueueStatus shown() {
    return queue.awa().queues().show("q");
  }

  // --- what is set ---

  @Test
  void aChangeIsPartialAndTellsWhatItOverwrote() {
    assertThat(set(change -> change.concurrency(5).poll(Duration.ofMillis(250))))
        .allSatisfy(one -> assertThat(one.before()).isNull())
        .extracting(Overwritten::after)
        .containsExactlyInAnyOrder(5, Duration.ofMillis(250));
    List<Overwritten> second =
        queue.awa().queues().set("q", change -> change.concurrency(6).deadLetters(false), "mo");
    assertThat(second).hasSize(2);
    assertThat(second.getFirst())
        .isEqualTo(
            new Overwritten(QueueSetting.CONCURRENCY, 5, 6, "jo", second.getFirst().setAt()));
    assertThat(second.getFirst().setAt()).isNotNull();
    assertThat(shown().settings().values())
        .isEqualTo(
            Map.of(
                QueueSetting.CONCURRENCY,
                6,
                QueueSetting.POLL,
                Duration.ofMillis(250),
                QueueSetting.DEAD_LETTERS,
                false));
    assertThat(shown().changes())
        .extracting(SettingChange::setting, SettingChange::by)
        .contains(
            org.assertj.core.groups.Tuple.tuple("concurrency", "mo"),
            org.assertj.core.groups.Tuple.tuple("poll", "jo"));
  }

  @Test
  void aSettingIsTakenBackAloneAndWhatIsSetTwiceAlikeIsNoChange() {
    set(change -> change.concurrency(5).claimSize(10));
    assertThat(set(change -> change.concurrency(5))).isEmpty();
    assertThat(set(change -> change.reset(QueueSetting.CONCURRENCY)))
        .extracting(Overwritten::before, Overwritten::after)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(5, null));
    assertThat(shown().settings()).isEqualTo(QueueSettings.of(Map.of(QueueSetting.CLAIM_SIZE, 10)));
    assertThat(queue.awa().queues().history("q", 100))
        .extracting(SettingChange::setting)
        .containsExactly("concurrency", "concurrency", "claim_size");
  }

  @Test
  void theLongestRetryDelayIsNotBelowTheFirst() throws SQLException {
    Duration first = Duration.ofSeconds(60);
    Duration longest = Duration.ofSeconds(59);
    assertThatThrownBy(() -> set(change -> change.retryDelay(first).longestRetryDelay(longest)))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("longest_retry_delay: must not be below retry_delay, which is 60 s");
    assertThat(shown().settings()).isEqualTo(QueueSettings.none());
    set(change -> change.retryDelay(first).longestRetryDelay(first));
    assertThatThrownBy(() -> set(change -> change.longestRetryDelay(longest)))
        .hasMessageContaining("longest_retry_delay: must not be below retry_delay, which is 60 s");
    assertThatThrownBy(() -> set(change -> change.retryDelay(first.plusSeconds(1))))
        .hasMessageContaining("retry_delay: must not be above longest_retry_delay, which is 60 s");
    assertThatThrownBy(() -> queue.sql("SELECT awa.set_queue('q', '{\"retry_delay\": \"2 min\"}')"))
        .hasMessageContaining("must not be above longest_retry_delay");
    set(change -> change.retryDelay(longest));
    set(change -> change.reset(QueueSetting.RETRY_DELAY).longestRetryDelay(Duration.ZERO));
  }

  @ParameterizedTest
  @EnumSource
  void eachSettingKeepsItsValueAndHasARange(QueueSetting setting) {
    Object value = setting.most() == null ? false : setting.most();
    assertThat(set(change -> change.set(setting, value))).hasSize(1);
    assertThat(shown().settings().values()).isEqualTo(Map.of(setting, value));
    if (setting.least() != null) {
      Object least = setting.least();
      set(change -> change.set(setting, least));
      assertThat(shown().settings().values()).isEqualTo(Map.of(setting, least));
    }
  }

  @Test
  void whatIsOutOfItsRangeIsRefusedWithWordsInJavaAndSql() {
    assertThatThrownBy(() -> set(change -> change.concurrency(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency: must be 1 to 1000000, got 0");
    assertThatThrownBy(() -> set(change -> change.deadline(Duration.ofDays(8))))
        .hasMessage("deadline: must be 1 ms to 604800 s, got 691200 s");
    assertThatThrownBy(() -> set(change -> change.set(QueueSetting.POLL, 5)))
        .hasMessage("poll: must be a Duration, got 5");
    refusedBySql("{\"concurrency\": 0}", "concurrency: must be 1 to 1000000, got 0");
    refusedBySql("{\"concurrency\": 1.5}", "concurrency: must be 1 to 1000000, got 1.5");
    refusedBySql("{\"concurrency\": 99999999999}", "concurrency: must be 1 to 1000000");
    refusedBySql("{\"poll\": \"soon\"}", "poll: must be 0.01 s to 3600 s, got soon");
    refusedBySql("{\"poll\": [1]}", "poll: must be 0.01 s to 3600 s");
    refusedBySql("{\"keep_failed\": \"-1 day\"}", "keep_failed: must be 0 s to 315360000 s");
    refusedBySql("{\"dead_letters\": 1}", "dead_letters: must be true or false, got 1");
    refusedBySql("{\"conurrency\": 1}", "settings: must be one of concurrency, poll, claim_size");
    refusedBySql("[]", "settings: must be an object, got []");
    assertThat(shown().settings()).isEqualTo(QueueSettings.none());
  }

  private void refusedBySql(String changes, String words) {
    assertThatThrownBy(() -> queue.sql("SELECT awa.set_queue('q', ?::jsonb, 'jo')", changes))
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("AW001"))
        .hasMessageContaining(words);
  }

  @Test
  void sqlTakesIntervalsAndNullAndSaysWhoItWas() throws SQLException {
    queue.sql(
        "SELECT awa.set_queue('q', '{\"poll\": \"200ms\", \"keep_failed\": 90, \"stripes\": 2}')");
    queue.sql("SELECT awa.set_queue('q', '{\"stripes\": null}', 'mo')");
    assertThat(shown().settings().values())
        .isEqualTo(
            Map.of(
                QueueSetting.POLL, Duration.ofMillis(200),
                QueueSetting.KEEP_FAILED, Duration.ofSeconds(90)));
    assertThat(queue.awa().queues().history("q", 1).getFirst())
        .satisfies(last -> assertThat(last.by()).isEqualTo("mo"))
        .satisfies(last -> assertThat(last.before()).isEqualTo(2))
        .satisfies(last -> assertThat(last.after()).isNull());
  }

  /** One after the other has the row; the second is told of the first, not of what it saw. */
  @Test
  void ofTwoPeopleAtOnceTheSecondIsToldWhatItOverwrote() throws Exception {
    set(change -> change.concurrency(3));
    List<Overwritten> second = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (Connection tx = queue.begin()) {
      queue.awa().queues().set(tx, "q", change -> change.concurrency(4), "first");
      Thread other =
          Thread.ofPlatform()
              .start(() ->
                  second.addAll(
                      queue.awa().queues().set("q", change -> change.concurrency(5), "second")));
      Eventually.holds(
          "the second waits",
          () ->
              queue.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                          + " AND datname = current_database()")
                  == 1);
      tx.commit();
      other.join();
    }
    assertThat(second)
        .extracting(Overwritten::before, Overwritten::after, Overwritten::setBy)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(4, 5, "first"));
  }

  @Test
  void whoeverKeepsTheQueueIsNamedAndAChangeThatIsRolledBackIsNone() throws SQLException {
    try (Connection tx = queue.begin()) {
      queue.awa().queues().set(tx, "q", change -> change.concurrency(4), "first");
      assertThatThrownBy(() -> set(change -> change.concurrency(5)))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("the policy of queue \"q\" is used by");
      tx.rollback();
    }
    assertThat(queue.awa().queues().history("q", 10)).isEmpty();
  }

  @Test
  void theNewestThousandChangesOfAQueueAreKept() throws SQLException {
    queue.sql(
        "SELECT awa.set_queue('q', jsonb_build_object('concurrency', 1 + i % 2), 'jo')"
            + " FROM generate_series(1, 1050) AS i");
    set(change -> change.concurrency(77));
    assertThat(queue.number("SELECT count(*) FROM awa.setting_changes")).isBetween(1000L, 1002L);
    assertThat(queue.awa().queues().history("q", 1000).getFirst().after()).isEqualTo(77);
  }

  // --- pauses ---

  @Test
  void aPauseHasAReasonAndAnEndAndIsKeptInTheHistory() {
    Instant until = Instant.now().plusSeconds(600);
    queue.awa().queues().pause("q", "jo", "provider down", until);
    assertThat(shown().pause()).isNotNull();
    assertThat(shown().pause().reason()).isEqualTo("provider down");
    assertThat(shown().pause().until()).isBetween(until.minusMillis(1), until.plusMillis(1));
    assertThat(shown().changes()).extracting(SettingChange::setting).containsExactly("paused");
    assertThatThrownBy(
            () -> queue.awa().queues().pause("q", "jo", "late", Instant.now().minusSeconds(60)))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("until: must be in the future");
    assertThatThrownBy(() -> queue.awa().queues().pause("q", "jo", "long", Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("until: must be a time of the years 1 to 9999");
    queue.awa().queues().resume("q", "mo");
    assertThat(shown().pause()).isNull();
    assertThat(queue.awa().queues().history("q", 1).getFirst().before().toString())
        .startsWith("until 20")
        .endsWith("provider down");
  }

  @Test
  void aPauseEndsByItself() throws Exception {
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      queue.awa().queues().pause("q", "jo", null, Instant.now().plusSeconds(2));
      long id = enqueue();
      assertThat(queue.awa().queues().list().getFirst().paused()).isTrue();
      awaitState(id, JobState.COMPLETED);
      assertThat(queue.awa().queues().list().getFirst().paused()).isFalse();
      assertThat(queue.number("SELECT count(*) FROM awa.queues WHERE paused_until > now()"))
          .isZero();
    }
  }

  @Test
  void aWorkerLooksAtOnceWhenAQueueIsResumed() {
    queue.awa().queues().pause("q", "jo");
    long id = enqueue();
    try (Worker worker =
        worker(config().withIdlePoll(Duration.ofHours(1)), (args, context) -> Outcome.complete())
            .start()) {
      Eventually.holds("it hears", worker::isHearing);
      queue.awa().queues().resume("q", "jo");
      awaitState(id, JobState.COMPLETED);
    }
  }

  // --- what workers make of it ---

  private static final class Gauge {
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final Semaphore go = new Semaphore(0);

    Outcome run() throws InterruptedException {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      go.acquire();
      now.decrementAndGet();
      return Outcome.complete();
    }
  }

  /** What runs is finished, and nothing begins until fewer run than may. */
  @Test
  void concurrencyIsLoweredAndRaisedUnderRunningJobs() {
    Gauge gauge = new Gauge();
    queue.enqueue("q", 40);
    try (Worker worker = worker((args, context) -> gauge.run()).start()) {
      Eventually.holds("all run", () -> gauge.now.get() == 40);
      set(change -> change.concurrency(2));
      awaitTaken();
      assertThat(gauge.now.get()).as("nothing was broken off").isEqualTo(40);
      gauge.most.set(0);
      queue.enqueue("q", 10);
      gauge.go.release(40);
      Eventually.holds("two run", () -> gauge.now.get() == 2);
      assertThat(gauge.most.get()).as("none began above two").isLessThanOrEqualTo(2);
      set(change -> change.reset(QueueSetting.CONCURRENCY));
      Eventually.holds("all run again", () -> gauge.now.get() == 10);
      gauge.go.release(10);
      Eventually.holds(
          () -> "all are done: " + queue.awa().queues().stats("q"),
          () -> queue.awa().queues().stats("q").completed() == 50);
      assertThat(events).noneMatch(JobEvent.Retried.class::isInstance);
    }
  }

  private void awaitTaken() {
    long begun = System.nanoTime();
    Eventually.holds(
        () -> "the worker has taken it: " + shown(),
        () -> {
          QueueStatus status = shown();
          return !status.workers().isEmpty()
              && status.workers().stream().allMatch(one -> status.notTaken(one).isEmpty());
        });
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WITHIN.multipliedBy(3));
  }

  @Test
  void aSleepingWorkerTakesAChangeAtOnceAndSaysWhatItRunsWith() {
    Queue<SettingsTaken> taken = new ConcurrentLinkedQueue<>();
    try (Worker worker =
        worker((args, context) -> Outcome.complete())
            .listen(SettingsTaken.class, taken::add)
            .start()) {
      Eventually.holds("it hears", worker::isHearing);
      Eventually.holds(
          "it has said what it runs with",
          () -> shown().workers().getFirst().runsWith().containsKey("q"));
      KnownWorker before = queue.awa().workers().list().getFirst();
      assertThat(before.runsWith().get("q").number(QueueSetting.CONCURRENCY)).isEqualTo(50);
      assertThat(before.runsWith().get("q").time(QueueSetting.POLL))
          .isEqualTo(Duration.ofMillis(200));
      set(change -> change.concurrency(7).claimSize(3).poll(Duration.ofSeconds(5)));
      awaitTaken();
      Eventually.holds("it is told", () -> !taken.isEmpty());
      assertThat(taken.peek().concurrency()).isEqualTo(7);
      assertThat(taken.peek().words()).contains("queue \"q\"", "concurrency=7", "claim_size=3");
    }
  }

  /** Whoever hears nothing looks twice a second, however rarely it polls. */
  @Test
  void aWorkerThatHearsNothingTakesAChangeToo() {
    try (Worker worker =
        worker(config().withPoll(Duration.ofMinutes(10)), (args, context) -> Outcome.complete())
            .start()) {
      Eventually.holds("it is known", () -> !shown().workers().isEmpty());
      queue.sql(
          "SELECT set_config('awa.notify', 'off', false), awa.set_queue('q', '{\"poll\": 1}')");
      Eventually.holds(
          () -> "it is taken: " + shown(),
          Duration.ofSeconds(10),
          () -> shown().notTaken(shown().workers().getFirst()).isEmpty());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void attemptsThatBeginAfterwardsHaveTheDeadlineAndTheRetriesOfTheQueue() {
    set(change -> change.deadline(Duration.ofMillis(100)).maxAttempts(2).retryDelay(Duration.ZERO));
    CountDownLatch never = new CountDownLatch(1);
    try (Worker worker =
        worker(
                (args, context) -> {
                  never.await();
                  return Outcome.complete();
                })
            .start()) {
      long id = enqueue();
      awaitState(id, JobState.FAILED);
      assertThat(job(id).attempt()).isEqualTo(2);
      assertThat(job(id).ext()).contains("its deadline of PT0.1S");
    }
  }

  @Test
  void anInlineWorkerHasTheRetriesOfTheQueueToo() {
    set(change -> change.maxAttempts(1));
    try (var inline = worker((args, context) -> Outcome.retry("no")).inline()) {
      long id = enqueue();
      assertThat(inline.runNext("q")).containsInstanceOf(JobEvent.Failed.class);
      assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    }
  }
}
