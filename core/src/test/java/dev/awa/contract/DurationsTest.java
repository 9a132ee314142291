package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.StorageSettings;
import dev.awa.Unique;
import dev.awa.client.Storage;
import dev.awa.event.JobEvent;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** "For ever" is refused when it is set, in words, or means as long as can be. */
final class DurationsTest extends WorkerCase {
  private static final List<Duration> FOREVER =
      List.of(
          ChronoUnit.FOREVER.getDuration(),
          Duration.ofSeconds(Long.MAX_VALUE),
          Duration.ofMillis(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofDays(36_500),
          ChronoUnit.FOREVER.getDuration().negated(),
          Duration.ofSeconds(Long.MIN_VALUE));

  /** Something that takes a duration, and how its refusal begins. */
  private record Setting(String refusal, Consumer<Duration> set) {
    @Override
    public String toString() {
      return refusal;
    }
  }

  private static WorkerConfig worker() {
    return WorkerConfig.defaults();
  }

  private static StorageSettings storage() {
    return StorageSettings.defaults();
  }

  private Stream<Setting> settings() {
    Job<?> job = TestQueue.job("q", 0);
    return Stream.of(
        new Setting("worker poll", time -> worker().withPoll(time)),
        new Setting("worker idlePoll", time -> worker().withIdlePoll(time)),
        new Setting("worker beat", time -> worker().withBeat(time)),
        new Setting("worker deathGrace", time -> worker().withDeathGrace(time)),
        new Setting("worker lease", time -> worker().withLease(time)),
        new Setting("worker deadline", time -> worker().withDeadline(time)),
        new Setting("worker grace", time -> worker().withGrace(time)),
        new Setting("worker cancelGrace", time -> worker().withCancelGrace(time)),
        new Setting("worker sendGrace", time -> worker().withSendGrace(time)),
        new Setting("worker unknownKindDelay", time -> worker().withUnknownKindDelay(time)),
        new Setting("worker stackAfter", time -> worker().withStackAfter(time)),
        new Setting("worker networkTimeout", time -> worker().withNetworkTimeout(time)),
        new Setting("retry after: delay", time -> Outcome.retryAfter(time, "later")),
        new Setting("snooze: delay", Outcome::snooze),
        new Setting("delay", time -> queue.awa().enqueue(job.withDelay(time))),
        new Setting("deadline", time -> queue.awa().enqueue(job.withDeadline(time))),
        new Setting(
            "unique.period",
            time -> queue.awa().enqueue(job.withUnique(Unique.byKind().oncePer(time)))),
        new Setting("rotate_after", time -> storage().withRotateAfter(time).check()),
        new Setting("keep_history", time -> storage().withKeepHistory(time).check()),
        new Setting("keep_failed", time -> storage().withKeepFailed(time).check()),
        new Setting("keep_dead_letters", time -> storage().withKeepDeadLetters(time).check()),
        new Setting("keep_audit", time -> storage().withKeepAudit(time).check()));
  }

  static Stream<Duration> forever() {
    return FOREVER.stream();
  }

  @ParameterizedTest
  @MethodSource("forever")
  void isRefusedInWordsWhereItIsSet(Duration forever) throws SQLException {
    settings()
        .forEach(setting ->
            assertThatThrownBy(() -> setting.set().accept(forever))
                .as(setting.refusal())
                .isInstanceOfAny(IllegalArgumentException.class, dev.awa.InvalidJobException.class)
                .hasMessageStartingWith(setting.refusal())
                .hasMessageContaining("must"));
    assertThat(queue.awa().queues().stats("q").available()).isZero();
    for (Instant instant : List.of(Instant.MAX, Instant.MIN)) {
      assertThatThrownBy(() -> queue.awa().enqueue(TestQueue.job("q", 0).withRunAt(instant)))
          .isInstanceOf(dev.awa.InvalidJobException.class)
          .hasMessageStartingWith("runAt: must");
    }
  }

  @Test
  void aBackoffThatNeverEndsIsAsLongAsCanBe() {
    long id = enqueue();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config())
            .queue("q")
            .listen(JobEvent.class, events::add)
            .handler(
                "test",
                dev.awa.RawJson.class,
                (args, context) -> Outcome.retry("once more"),
                Backoff.fixed(ChronoUnit.FOREVER.getDuration()))
            .start()) {
      awaitState(id, JobState.RETRYABLE);
    }
    assertThat(events.stream().filter(JobEvent.Retried.class::isInstance))
        .singleElement()
        .extracting(event -> ((JobEvent.Retried) event).delay())
        .isEqualTo(Duration.ofDays(3650));
  }

  @Test
  void patienceThatNeverEndsIsAsLongAsCanBe() {
    for (Duration forever : FOREVER) {
      if (forever.isPositive()) {
        Storage storage = queue.awa().storage();
        assertThat(storage.prune(forever, Storage.History.KEPT)).isNotNull();
        assertThat(storage.rebuildTerminalCounters(forever)).isNotNull();
      }
    }
  }

  @Test
  void aWorkerWithTheLongestTimesWorksAndCloses() throws SQLException {
    Duration longest = Duration.ofDays(3650);
    WorkerConfig config =
        worker()
            .withIdlePoll(longest)
            .withPoll(longest)
            .withLease(longest)
            .withDeathGrace(longest)
            .withBeat(longest.dividedBy(3))
            .withUnknownKindDelay(longest)
            .withGrace(longest)
            .withCancelGrace(longest)
            .withSendGrace(longest)
            .withNetworkTimeout(Duration.ofDays(24));
    try (Worker worker = worker(config, (args, context) -> Outcome.complete()).start()) {
      awaitState(enqueue(), JobState.COMPLETED);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }
}
