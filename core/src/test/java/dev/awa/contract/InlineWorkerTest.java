package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.SchemaException;
import dev.awa.event.JobEvent;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import dev.awa.worker.Backoff;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** A worker without threads: one job a call, on the thread of the caller. */
@Tag("every-postgres")
final class InlineWorkerTest {
  private final TestQueue queue = TestQueue.create();

  private Worker.Builder worker() {
    return Worker.of(queue.dataSource()).queue("q");
  }

  private Worker.Builder worker(Outcome outcome) {
    return worker()
        .handler(
            "test", RawJson.class, (args, context) -> outcome, Backoff.fixed(Duration.ofDays(1)));
  }

  @Test
  void eachCallRunsOneJobInOrder() throws Exception {
    List<Long> ids = queue.enqueue("q", 3);
    try (InlineWorker inline = worker(Outcome.complete()).inline()) {
      List<Long> ran = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ran.add(inline.runNext().orElseThrow().job().id());
      }
      assertThat(ran).isEqualTo(ids);
      assertThat(inline.runNext()).isEmpty();
    }
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(3);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void everyOutcomeIsStoredAndAnswered() {
    record Case(Outcome outcome, Class<? extends JobEvent> answer, JobState state) {}
    for (Case one :
        List.of(
            new Case(Outcome.complete(), JobEvent.Completed.class, JobState.COMPLETED),
            new Case(Outcome.retry("no"), JobEvent.Retried.class, JobState.RETRYABLE),
            new Case(
                Outcome.snooze(Duration.ofDays(1)), JobEvent.Snoozed.class, JobState.SCHEDULED),
            new Case(Outcome.cancel("no"), JobEvent.Cancelled.class, JobState.CANCELLED),
            new Case(Outcome.fail("no"), JobEvent.Failed.class, JobState.FAILED))) {
      long id = queue.enqueue("q", 1).getFirst();
      try (InlineWorker inline = worker(one.outcome()).inline()) {
        assertThat(inline.runNext("q")).get().isInstanceOf(one.answer());
      }
      assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(one.state());
    }
  }

  @Test
  void whatAHandlerThrowsIsInTheAnswer() {
    queue.enqueue("q", 1);
    StackOverflowError thrown = new StackOverflowError();
    try (InlineWorker inline =
        worker()
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  throw thrown;
                },
                Backoff.exponential())
            .inline()) {
      assertThat(inline.runNext())
          .get()
          .isInstanceOfSatisfying(
              JobEvent.Retried.class, retried -> assertThat(retried.thrown()).isSameAs(thrown));
    }
  }

  @Test
  void theThreadOfTheCallerIsLeftAsItWas() {
    queue.enqueue("q", 1);
    ClassLoader loader = new ClassLoader() {};
    Thread.currentThread().setContextClassLoader(loader);
    MDC.setContextMap(Map.of("test", "this one"));
    List<String> found = new ArrayList<>();
    Thread.currentThread().interrupt();
    try (InlineWorker inline =
        worker()
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  found.add(MDC.get("awa.kind"));
                  return Outcome.complete();
                },
                Backoff.exponential())
            .inline()) {
      assertThat(inline.runNext()).get().isInstanceOf(JobEvent.Completed.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("test", "this one"));
      MDC.clear();
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
    assertThat(found).containsExactly("test");
  }

  @Test
  void jobsThatAreDueAreRunAndOthersAreNot() throws Exception {
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofDays(1)));
    queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofDays(2)));
    queue.sql("UPDATE awa.deferred_jobs SET run_at = run_at - interval '1 day'");
    try (InlineWorker inline = worker(Outcome.complete()).inline()) {
      assertThat(inline.runNext()).isPresent();
      assertThat(inline.runNext()).isEmpty();
    }
  }

  @Test
  void aJobThatWasCancelledWhileItRanIsStale() {
    long id = queue.enqueue("q", 1).getFirst();
    try (InlineWorker inline =
        worker()
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  queue.awa().jobs().cancel(id, "not wanted");
                  return Outcome.complete();
                },
                Backoff.exponential())
            .inline()) {
      assertThat(inline.runNext()).get().isInstanceOf(JobEvent.Stale.class);
    }
    assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aJobWithoutAHandlerIsPutBack() {
    long id = queue.enqueue("q", 1).getFirst();
    try (InlineWorker inline = worker().inline()) {
      assertThat(inline.runNext())
          .get()
          .isInstanceOfSatisfying(
              JobEvent.Released.class,
              released -> assertThat(released.reason()).startsWith("no handler for kind \"test\""));
    }
    assertThat(queue.awa().jobs().find(id).orElseThrow().attempt()).isZero();
  }

  @Test
  void oneThatWasDeclaredDeadSaysSo() throws Exception {
    queue.enqueue("q", 1);
    try (InlineWorker inline = worker(Outcome.complete()).inline()) {
      queue.sql("DELETE FROM awa.beats"); // as whoever declares a worker dead does
      assertThatThrownBy(inline::runNext)
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("was declared dead");
    }
  }

  @Test
  void withoutASchemaOrAQueueItSaysSo() {
    assertThatThrownBy(() -> Worker.of(TestServer.newDatabase()).inline())
        .isInstanceOf(SchemaException.class);
    try (InlineWorker inline = Worker.of(queue.dataSource()).inline()) {
      assertThatThrownBy(inline::runNext)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no queue to work on");
      assertThat(inline.runNext("q")).isEmpty();
    }
  }
}
