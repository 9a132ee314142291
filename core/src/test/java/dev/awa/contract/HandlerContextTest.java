package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.RunningJob;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a handler knows of its job and may do: facts, output, being cancelled. */
@Tag("every-postgres")
final class HandlerContextTest extends WorkerCase {
  @Test
  void aJobOfAnUnknownKindIsPutBackAndNotCounted() throws SQLException {
    Job<RawJson> unknown =
        Job.of("send_emial", new RawJson("{}")).withQueue("q").withMaxAttempts(1);
    long id = queue.awa().enqueue(unknown).id();
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      awaitEvents(id, "Released 1");
      assertThat(events.stream().filter(JobEvent.Released.class::isInstance))
          .first()
          .asString()
          .contains("no handler for kind \"send_emial\"", "known here: [test]");
    }
    assertThat(job(id).state()).isEqualTo(JobState.SCHEDULED);
    assertThat(job(id).attempt()).isZero();
    assertThat(queue.awa().queues().stats("q").deadLetters()).isZero();
    queue.sql("UPDATE awa.deferred_jobs SET run_at = now()");
    AtomicInteger attempt = new AtomicInteger();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config())
            .queue("q")
            .handler(
                "send_emial",
                RawJson.class,
                (args, context) -> {
                  attempt.set(context.job().attempt());
                  return Outcome.complete();
                },
                Backoff.exponential())
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(attempt.get()).isEqualTo(1);
  }

  @Test
  void aHandlerMayAllowFewerAttemptsAndLessTimeThanItsJob() {
    AtomicReference<RunningJob> facts = new AtomicReference<>();
    HandlerConfig config =
        HandlerConfig.defaults()
            .withBackoff(Backoff.fixed(Duration.ofMillis(1)))
            .withMaxAttempts(2)
            .withDeadline(Duration.ofMillis(50));
    Handler<RawJson> stuck =
        (args, context) -> {
          facts.set(context.job());
          new CountDownLatch(1).await();
          return Outcome.complete();
        };
    long ten = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(10)).id();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config())
            .queue("q")
            .listen(JobEvent.class, events::add)
            .uncheckedHandler("test", RawJson.class, stuck, config)
            .start()) {
      awaitState(ten, JobState.FAILED);
      awaitEvents(ten, "Started 1", "Retried 1", "Started 2", "Failed 2");
      assertThat(facts.get().maxAttempts()).isEqualTo(2);
      assertThat(facts.get().deadline()).isEqualTo(Duration.ofMillis(50));
      long one =
          queue
              .awa()
              .enqueue(TestQueue.job("q", 1).withMaxAttempts(1).withDeadline(Duration.ofMillis(20)))
              .id();
      awaitState(one, JobState.FAILED);
    }
    assertThat(facts.get().maxAttempts()).isEqualTo(1);
    assertThat(facts.get().deadline()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void settingsOfAHandlerHaveTheirRange() {
    HandlerConfig config = HandlerConfig.defaults();
    assertThatThrownBy(() -> config.withMaxAttempts(0)).hasMessageContaining("1 to 1000, got 0");
    assertThatThrownBy(() -> config.withMaxAttempts(1001)).hasMessageContaining("got 1001");
    assertThatThrownBy(() -> config.withDeadline(Duration.ofDays(8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 ms to 7 days");
  }

  @Test
  void aHandlerKnowsTheFactsOfItsJob() {
    AtomicReference<RunningJob> facts = new AtomicReference<>();
    long id =
        queue
            .awa()
            .enqueue(
                TestQueue.job("q", 0)
                    .withPriority(3)
                    .withMaxAttempts(9)
                    .withTags("one", "two")
                    .withMetadata(Map.of("tenant", "t1", "deep", Map.of("n", 1))))
            .id();
    try (Worker worker =
        worker(
                (args, context) -> {
                  facts.set(context.job());
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    RunningJob job = facts.get();
    assertThat(job.id()).isEqualTo(id);
    assertThat(job.kind()).isEqualTo("test");
    assertThat(job.queue()).isEqualTo("q");
    assertThat(job.priority()).isEqualTo(3);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.runNo()).isEqualTo(1);
    assertThat(job.maxAttempts()).isEqualTo(9);
    assertThat(job.tags()).containsExactly("one", "two");
    assertThat(job.metadata()).isEqualTo(Map.of("tenant", "t1", "deep", Map.of("n", 1)));
    assertThat(job.createdAt()).isEqualTo(job(id).createdAt());
  }

  @Test
  void theEndOfWhatAHandlerPrintsIsKept() {
    long id = enqueue();
    try (Worker worker =
        worker(
                (args, context) -> {
                  context.print("first\n");
                  IntStream.range(0, 1000).forEach(i -> context.print("line " + i + " \0 🌊\n"));
                  context.print("last");
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(queue.awa().jobs().outputs(id))
        .singleElement()
        .satisfies(output -> {
          assertThat(output.text()).endsWith("line 999 \uFFFD 🌊\nlast").doesNotContain("first");
          assertThat(output.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
              .isBetween(4000, 4096);
        });
  }

  @Test
  void anAttemptThatTakesTooLongFailsAndIsInterrupted() {
    CountDownLatch interrupted = new CountDownLatch(1);
    long id =
        queue
            .awa()
            .enqueue(TestQueue.job("q", 0).withDeadline(Duration.ofMillis(50)).withMaxAttempts(1))
            .id();
    try (Worker worker =
        worker(
                (args, context) -> {
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.countDown();
                  }
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.FAILED);
      Eventually.holds("the handler is interrupted", () -> interrupted.getCount() == 0);
    }
    assertThat(heardOf(id)).containsExactly("Started 1", "Failed 1");
  }

  @Test
  void aCancelledJobThatRunsIsToldAndDoesNotCount() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    AtomicBoolean flagged = new AtomicBoolean();
    long id = enqueue();
    Handler<RawJson> waits = untilInterrupted(begun, flagged);
    try (Worker worker =
        worker(
                (args, context) -> {
                  context.onCancel(() -> told.set(true));
                  return waits.handle(args, context);
                })
            .start()) {
      Eventually.holds("the handler runs", () -> begun.getCount() == 0);
      assertThat(queue.awa().jobs().cancel(id, "not wanted").name()).isEqualTo("CANCELLED");
      Eventually.holds("the handler is told", () -> told.get() && flagged.get());
    }
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(job(id).reason()).isEqualTo("not wanted");
  }

  @Test
  void aCancelledJobThatWaitsNeverRuns() {
    AtomicInteger ran = new AtomicInteger();
    long waiting = enqueue();
    long scheduled =
        queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofMillis(200))).id();
    for (long id : List.of(waiting, scheduled)) {
      assertThat(queue.awa().jobs().cancel(id, "no").name()).isEqualTo("CANCELLED");
      assertThat(queue.awa().jobs().cancel(id, "no").name()).isEqualTo("FINISHED");
    }
    try (Worker worker =
        worker(
                (args, context) -> {
                  ran.incrementAndGet();
                  return Outcome.complete();
                })
            .start()) {
      long later =
          queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofMillis(400))).id();
      awaitState(later, JobState.COMPLETED);
    }
    assertThat(ran.get()).isEqualTo(1);
    assertThat(job(waiting).state()).isEqualTo(JobState.CANCELLED);
    assertThat(job(scheduled).state()).isEqualTo(JobState.CANCELLED);
  }
}
