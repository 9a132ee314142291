package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.StatsFilter;
import dev.awa.Timings;
import dev.awa.event.Beat;
import dev.awa.event.StepFailed;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker measures its runs, and stores that without anybody waiting for it. */
@Tag("every-postgres")
final class TimingsTest extends WorkerCase {
  private static final Duration TOOK = Duration.ofMillis(30);

  private List<Timings> stats() {
    return queue.awa().stats().perKind(StatsFilter.last(Duration.ofHours(1)));
  }

  @Test
  void aWorkerThatIsClosedHasStoredEachOfItsRunsOnce() {
    CountDownLatch ended = new CountDownLatch(7);
    AtomicInteger calls = new AtomicInteger();
    Worker worker =
        worker(
                (args, context) -> {
                  ended.countDown();
                  return switch (calls.getAndIncrement()) {
                    case 0 -> Outcome.retry("once more");
                    case 1 -> Outcome.fail("enough");
                    case 2 -> Outcome.cancel("not wanted");
                    case 3 -> Outcome.snooze(Duration.ofMillis(1));
                    default -> Outcome.complete();
                  };
                })
            .start();
    try (worker) {
      queue.enqueue("q", 5);
      Eventually.holds("all have ended", () -> ended.getCount() == 0);
    }
    assertThat(stats()).hasSize(1);
    Timings all = stats().getFirst();
    assertThat(List.of(all.queue(), all.kind())).containsExactly("q", "test");
    assertThat(
            List.of(
                all.completed(),
                all.retried(),
                all.failed(),
                all.cancelled(),
                all.snoozed(),
                all.putBack()))
        .containsExactly(3L, 1L, 1L, 1L, 1L, 0L);
    assertThat(all.waits().count()).isEqualTo(7);
    assertThat(all.runs().count()).isEqualTo(7);
  }

  @Test
  void waitsAndRunsAreMeasured() throws SQLException {
    CountDownLatch never = new CountDownLatch(1);
    queue.enqueue("q", 3);
    queue.sql("UPDATE awa.ready_entries SET ready_at = ready_at - interval '1 minute'");
    try (Worker worker =
        worker(
                (args, context) -> {
                  assertThat(
                          never.await(TOOK.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
                      .isFalse();
                  return Outcome.complete();
                })
            .start()) {
      Eventually.holds("all have run", () -> queue.awa().queues().stats("q").completed() == 3);
      assertThat(worker.health().alive()).isTrue();
    }
    Timings all = stats().getFirst();
    assertThat(all.waits().mean()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(90));
    assertThat(all.waits().percentile(0.5))
        .isBetween(Duration.ofSeconds(54), Duration.ofSeconds(99));
    assertThat(all.runs().mean()).isBetween(TOOK, TOOK.plusSeconds(10));
  }

  @Test
  void aWorkerThatIsToldNotToMeasuresNothing() {
    try (Worker worker =
        worker(config().withTimings(false), (args, context) -> Outcome.complete()).start()) {
      queue.enqueue("q", 3);
      Eventually.holds("all have run", () -> queue.awa().queues().stats("q").completed() == 3);
      assertThat(worker.health().alive()).isTrue();
    }
    assertThat(stats()).isEmpty();
  }

  /** Jobs are enqueued and run, beats come, and nothing that was measured is lost. */
  @Test
  void nobodyWaitsWhileTheTimingsAreLocked() throws SQLException {
    Queue<Beat> beats = new ConcurrentLinkedQueue<>();
    Queue<StepFailed> failed = new ConcurrentLinkedQueue<>();
    try (Worker worker =
        worker((args, context) -> Outcome.complete())
            .listen(Beat.class, beats::add)
            .listen(StepFailed.class, failed::add)
            .start()) {
      try (Connection locker = queue.begin()) {
        TestQueue.sql(locker, "LOCK TABLE awa.timings, awa.depths IN ACCESS EXCLUSIVE MODE");
        queue.enqueue("q", 10);
        Eventually.holds("all have run", () -> queue.awa().queues().stats("q").completed() == 10);
        Eventually.holds(
            "it was tried", () -> failed.stream().anyMatch(one -> one.step().equals("timings")));
        int before = beats.size();
        Eventually.holds("it beats on", () -> beats.size() > before + 1);
        queue.enqueue("q", 10);
        Eventually.holds("all have run", () -> queue.awa().queues().stats("q").completed() == 20);
      }
      assertThat(worker.health().alive()).isTrue();
    }
    assertThat(stats().getFirst().completed()).isEqualTo(20);
  }

  @Test
  void aWorkerEndsInTimeWhileTheTimingsAreLocked() throws SQLException {
    Worker worker = worker((args, context) -> Outcome.complete()).start();
    try (Connection locker = queue.begin()) {
      TestQueue.sql(locker, "LOCK TABLE awa.timings IN ACCESS EXCLUSIVE MODE");
      queue.enqueue("q", 10);
      Eventually.holds("all have run", () -> queue.awa().queues().stats("q").completed() == 10);
      long begun = System.nanoTime();
      worker.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    assertThat(stats()).isEmpty();
  }
}
