package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How an attempt ends: by what its handler says, or throws. */
@Tag("every-postgres")
@SuppressWarnings({
  "OverrideThrowableToString", // handlers do such things
  "TypeParameterUnusedInFormals"
})
final class OutcomeTest extends WorkerCase {
  @Test
  void everyOutcomeEndsItsAttemptAsItSays() {
    Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();
    Duration later = Duration.ofHours(1);
    List<Outcome> all =
        List.of(
            Outcome.complete(),
            Outcome.retryAfter(later, "not now"),
            Outcome.snooze(later),
            Outcome.cancel("unwanted"),
            Outcome.fail("never"));
    List<Long> ids = queue.enqueue("q", all.size());
    for (int i = 0; i < all.size(); i++) {
      outcomes.put(ids.get(i), all.get(i));
    }
    try (Worker worker = worker((args, context) -> outcomes.get(context.job().id())).start()) {
      awaitEvents(ids.get(0), "Started 1", "Completed 1");
      awaitEvents(ids.get(1), "Started 1", "Retried 1");
      awaitEvents(ids.get(2), "Started 1", "Snoozed 1");
      awaitEvents(ids.get(3), "Started 1", "Cancelled 1");
      awaitEvents(ids.get(4), "Started 1", "Failed 1");
    }
    assertThat(ids)
        .extracting(id -> job(id).state())
        .containsExactly(
            JobState.COMPLETED,
            JobState.RETRYABLE,
            JobState.SCHEDULED,
            JobState.CANCELLED,
            JobState.FAILED);
    assertThat(job(ids.get(1)).attempt()).isEqualTo(1);
    assertThat(job(ids.get(2)).attempt()).as("a snooze does not count").isZero();
    assertThat(job(ids.get(3)).reason()).isEqualTo("unwanted");
    assertThat(job(ids.get(1)).runAt()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
  }

  @Test
  void aFailingJobIsTriedAgainUntilItsAttemptsAreUsedUp() {
    List<Integer> attempts = new ArrayList<>();
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(3)).id();
    try (Worker worker =
        worker(
                (args, context) -> {
                  attempts.add(context.job().attempt());
                  assertThat(context.job().isLastAttempt()).isEqualTo(attempts.size() == 3);
                  throw new IOException("try " + attempts.size());
                })
            .start()) {
      awaitEvents(id, "Started 1", "Retried 1", "Started 2", "Retried 2", "Started 3", "Failed 3");
    }
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
    assertThat(job(id).reason()).isEqualTo("max_attempts_exhausted");
    assertThat(job(id).ext()).contains("try 1", "try 2", "try 3");
  }

  private static List<Throwable> whateverIsThrown() {
    return List.of(
        new IllegalStateException("unchecked"),
        new IOException("checked"),
        new InterruptedException("interrupted"),
        new AssertionError("error"),
        new StackOverflowError("by hand"),
        new OutOfMemoryError("by hand"),
        new LinkageError(),
        new Throwable("neither"),
        new RuntimeException((String) null),
        new RuntimeException("NUL \0 and a lone surrogate \uD800"),
        new RuntimeException("long ".repeat(500_000)),
        new RuntimeException("with a cause", new IOException("cause")),
        new Hostile());
  }

  /** It can't even say what it is. */
  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new StackOverflowError("in toString");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("in getCause");
    }
  }

  @Test
  void whateverAHandlerThrowsIsAFailedAttempt() {
    List<Throwable> all = whateverIsThrown();
    List<Long> ids = queue.enqueue("q", all.size());
    try (Worker worker =
        worker(
                (args, context) -> {
                  if (context.job().attempt() == 1) {
                    throw sneaky(all.get(ids.indexOf(context.job().id())));
                  }
                  return Outcome.complete();
                })
            .start()) {
      ids.forEach(id -> awaitEvents(id, "Started 1", "Retried 1", "Started 2", "Completed 2"));
    }
    assertThat(ids).allSatisfy(id -> assertThat(job(id).state()).isEqualTo(JobState.COMPLETED));
  }

  @SuppressWarnings("unchecked") // to throw what a method does not declare
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void aStackThatReallyOverflowsIsAFailedAttempt() {
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(1)).id();
    try (Worker worker = worker((args, context) -> overflow(1)).start()) {
      awaitEvents(id, "Started 1", "Failed 1");
    }
    assertThat(job(id).ext()).contains("StackOverflowError");
  }

  private static Outcome overflow(int depth) {
    return depth < 0 ? Outcome.complete() : overflow(depth + 1);
  }

  @Test
  void aBackoffThatMisbehavesChangesNothing() {
    List<Backoff> bad =
        List.of(
            attempt -> {
              throw new AssertionError("no");
            },
            attempt -> null,
            attempt -> Duration.ofSeconds(Long.MIN_VALUE),
            attempt -> Duration.ofSeconds(Long.MAX_VALUE));
    List<Long> ids = new ArrayList<>();
    Worker.Builder builder = Worker.of(queue.dataSource()).config(config()).queue("q");
    for (int i = 0; i < bad.size(); i++) {
      ids.add(queue.awa().enqueue(Job.of("kind " + i, new RawJson("{}")).withQueue("q")).id());
      builder.handler(
          "kind " + i, RawJson.class, (args, context) -> Outcome.retry("again"), bad.get(i));
    }
    try (Worker worker = builder.start()) {
      ids.forEach(id -> awaitState(id, JobState.RETRYABLE));
    }
  }

  @Test
  void aThreadLeftInterruptedHarmsNobody() {
    List<Long> ids = queue.enqueue("q", 20);
    try (Worker worker =
        worker(
                (args, context) -> {
                  Thread.currentThread().interrupt();
                  return Outcome.complete();
                })
            .start()) {
      ids.forEach(id -> awaitState(id, JobState.COMPLETED));
    }
  }

  @Test
  void aHandlerThatSaysNothingHasCompleted() {
    long id = enqueue();
    try (Worker worker = worker((args, context) -> null).start()) {
      awaitState(id, JobState.COMPLETED);
    }
  }

  @Test
  void argumentsThatDoNotFitAreAFailedAttempt() {
    Queue<Greeting> greeted = new ConcurrentLinkedQueue<>();
    long good = queue.awa().enqueue(Job.of(new Greeting("Aroha", 2)).withQueue("q")).id();
    List<Long> bad =
        Stream.of("[]", "{\"to\": 1, \"times\": \"x\"}", "\"text\"", "{\"times\": 1e400}")
            .map(args -> Job.of("greeting", new RawJson(args)).withQueue("q").withMaxAttempts(1))
            .map(job -> queue.awa().enqueue(job).id())
            .toList();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config())
            .queue("q")
            .task(Greeting.class, (greeting, context) -> greeted.add(greeting))
            .start()) {
      awaitState(good, JobState.COMPLETED);
      bad.forEach(id -> awaitState(id, JobState.FAILED));
    }
    assertThat(greeted).containsExactly(new Greeting("Aroha", 2));
    assertThat(job(bad.getFirst()).ext()).contains("\"errors\"");
  }
}
