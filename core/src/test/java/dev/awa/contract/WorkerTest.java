package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.Enqueued;
import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobEvent;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.RunningJob;
import dev.awa.StoredJob;
import dev.awa.support.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker runs every job to an end, whatever its handler does, and leaves nothing behind. */
@Tag("every-postgres")
final @SuppressWarnings({
  "OverrideThrowableToString", // handlers do such things
  "ThreadPriorityCheck",
  "TypeParameterUnusedInFormals"
}) class WorkerTest {
  private static final Duration SOON = Duration.ofMillis(1);

  private final TestQueue queue = TestQueue.create();
  private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();

  private static WorkerConfig config() {
    return WorkerConfig.defaults()
        .withName("test")
        .withGrace(Duration.ofSeconds(20))
        .withCancelGrace(Duration.ofSeconds(20));
  }

  /** A worker of queue "q" that runs jobs of kind "test". */
  private Worker.Builder worker(Handler<RawJson> handler) {
    return worker(config(), handler);
  }

  private Worker.Builder worker(WorkerConfig config, Handler<RawJson> handler) {
    return Worker.of(queue.dataSource())
        .config(config)
        .queue("q")
        .listener(events::add)
        .handler("test", RawJson.class, handler, Backoff.fixed(SOON));
  }

  private StoredJob job(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  private long enqueue() {
    return queue.awa().enqueue(TestQueue.job("q", 0)).id();
  }

  private void awaitState(long id, JobState state) {
    Eventually.holds(() -> state + " is reached by " + job(id), () -> job(id).state() == state);
  }

  private List<String> heardOf(long id) {
    return events.stream()
        .filter(event -> event.job().id() == id)
        .map(event -> event.getClass().getSimpleName() + " " + event.job().attempt())
        .toList();
  }

  private void awaitEvents(long id, String... expected) {
    Eventually.holds(
        () -> "heard of " + List.of(expected) + ", got " + heardOf(id),
        () -> heardOf(id).size() >= expected.length);
    assertThat(heardOf(id)).containsExactly(expected);
  }

  // --- outcomes ---

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

  record Greeting(String to, int times) {}

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

  // --- kinds, facts, output ---

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
    assertThat(job.runLease()).isEqualTo(1);
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

  // --- picking up ---

  @Test
  void anIdleWorkerIsWokenByACommit() throws SQLException {
    WorkerConfig slow =
        config().withPoll(Duration.ofSeconds(25)).withIdlePoll(Duration.ofSeconds(25));
    try (Worker worker = worker(slow, (args, context) -> Outcome.complete()).start();
        Connection tx = queue.begin()) {
      Eventually.holds(
          "the worker sleeps",
          () ->
              worker.isHearing()
                  && queue.number("SELECT count(*) FROM awa.sleepers WHERE asleep") == 1);
      // it looks once more after saying so: what follows is not found by that look
      awaitState(enqueue(), JobState.COMPLETED);
      long begun = System.nanoTime();
      long id = queue.awa().enqueue(tx, TestQueue.job("q", 1)).id();
      tx.commit();
      awaitState(id, JobState.COMPLETED);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aJobWhoseTimeHasComeIsRun() {
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofMillis(300))).id();
    Instant due = job(id).runAt();
    AtomicReference<Instant> ran = new AtomicReference<>();
    try (Worker worker =
        worker(
                (args, context) -> {
                  ran.set(Instant.now());
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(ran.get()).isAfterOrEqualTo(due);
  }

  @Test
  void aPausedQueueIsLeftAloneUntilItIsResumed() {
    queue.awa().queues().pause("q", "test");
    long paused = enqueue();
    try (Worker worker = worker((args, context) -> Outcome.complete()).queue("other").start()) {
      long other = queue.awa().enqueue(TestQueue.job("other", 0)).id();
      awaitState(other, JobState.COMPLETED);
      assertThat(job(paused).state()).isEqualTo(JobState.AVAILABLE);
      queue.awa().queues().resume("q", "test");
      awaitState(paused, JobState.COMPLETED);
    }
  }

  @Test
  void neverMoreHandlersThanAllowedRunAtOnce() {
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    Map<String, Integer> most = new ConcurrentHashMap<>();
    for (String name : List.of("narrow", "wide")) {
      queue.enqueue(name, 300);
    }
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config())
            .queue("narrow", 2)
            .queue("wide", 7)
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  String name = context.job().queue();
                  AtomicInteger now = running.computeIfAbsent(name, key -> new AtomicInteger());
                  most.merge(name, now.incrementAndGet(), Math::max);
                  Thread.yield();
                  now.decrementAndGet();
                  return Outcome.complete();
                },
                Backoff.exponential())
            .start()) {
      Eventually.holds(
          "all are done",
          () ->
              queue.awa().queues().stats("narrow").completed() == 300
                  && queue.awa().queues().stats("wide").completed() == 300);
    }
    assertThat(most.get("narrow")).isLessThanOrEqualTo(2);
    assertThat(most.get("wide")).isLessThanOrEqualTo(7);
  }

  @Test
  void severalWorkersRunEveryJobOnce() {
    int jobs = 2000;
    Map<Long, AtomicInteger> ran = new ConcurrentHashMap<>();
    Handler<RawJson> handler =
        (args, context) -> {
          ran.computeIfAbsent(context.job().id(), id -> new AtomicInteger()).incrementAndGet();
          return Outcome.complete();
        };
    try (Worker one = worker(handler).start();
        Worker two = worker(handler).start();
        Worker three = worker(handler).start()) {
      queue.enqueue("q", jobs);
      Eventually.holds(
          () -> "all are done: " + queue.awa().queues().stats("q"),
          () -> queue.awa().queues().stats("q").completed() == jobs);
    }
    assertThat(ran).hasSize(jobs);
    assertThat(ran.values()).allSatisfy(times -> assertThat(times.get()).isEqualTo(1));
  }

  // --- deadlines and cancelling ---

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
    try (Worker worker =
        worker(
                (args, context) -> {
                  context.onCancel(() -> told.set(true));
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    flagged.set(context.isCancelled());
                  }
                  return Outcome.complete();
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

  // --- shutting down ---

  @Test
  void aShutdownLetsHandlersFinish() throws Exception {
    Semaphore begun = new Semaphore(0);
    CountDownLatch finish = new CountDownLatch(1);
    List<Long> ids = queue.enqueue("q", 5);
    Worker worker =
        worker(
                (args, context) -> {
                  begun.release();
                  finish.await();
                  return Outcome.complete();
                })
            .start();
    begun.acquire(5);
    Thread closing = Thread.ofVirtual().start(worker::close);
    long afterwards = enqueue();
    finish.countDown();
    closing.join();
    assertThat(ids).allSatisfy(id -> assertThat(job(id).state()).isEqualTo(JobState.COMPLETED));
    assertThat(worker.running()).isLessThanOrEqualTo(1);
    assertThat(job(afterwards).state()).isIn(JobState.AVAILABLE, JobState.COMPLETED);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.sleepers")).isZero();
  }

  @Test
  void aShutdownCancelsWhatGoesOnForTooLong() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean flagged = new AtomicBoolean();
    long id = enqueue();
    Worker worker =
        worker(
                config().withGrace(Duration.ZERO),
                (args, context) -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    flagged.set(context.isCancelled());
                  }
                  return Outcome.complete();
                })
            .start();
    Eventually.holds("the handler runs", () -> begun.getCount() == 0);
    worker.close();
    assertThat(flagged.get()).isTrue();
    assertThat(job(id).state()).as("what it said still counts").isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aHandlerThatThrowsBecauseOfAShutdownIsPutBackAndNotCounted() {
    CountDownLatch begun = new CountDownLatch(1);
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(1)).id();
    Worker worker =
        worker(
                config().withGrace(Duration.ZERO),
                (args, context) -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                  return Outcome.complete();
                })
            .start();
    Eventually.holds("the handler runs", () -> begun.getCount() == 0);
    worker.close();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).attempt()).isZero();
  }

  @Test
  void aShutdownPutsBackWhatDoesNotEndAndDoesNotCountIt() throws SQLException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(1)).id();
    Worker worker =
        worker(
                config().withGrace(Duration.ZERO).withCancelGrace(Duration.ofMillis(10)),
                (args, context) -> {
                  begun.countDown();
                  while (free.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return Outcome.fail("too late to count");
                })
            .start();
    Eventually.holds("the handler runs", () -> begun.getCount() == 0);
    worker.close();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).attempt()).isZero();
    free.countDown();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    try (Worker next = worker((args, context) -> Outcome.complete()).start()) {
      awaitState(id, JobState.COMPLETED);
    }
  }

  @Test
  void aWorkerMayBeClosedTwiceAndByItsOwnHandler() {
    AtomicReference<Worker> self = new AtomicReference<>();
    long id = enqueue();
    Worker worker =
        worker(
                (args, context) -> {
                  Eventually.holds("the worker is known", () -> self.get() != null);
                  self.get().close();
                  self.get().close();
                  return Outcome.complete();
                })
            .start();
    self.set(worker);
    awaitState(id, JobState.COMPLETED);
    Eventually.holds(
        "the worker signs off", () -> queue.number("SELECT count(*) FROM awa.workers") == 0);
    worker.close();
    worker.close();
  }

  @Test
  void aShutdownDuringLoadLosesNothingAndRunsNothingTwice() {
    int jobs = 3000;
    Map<Long, AtomicInteger> ran = new ConcurrentHashMap<>();
    Handler<RawJson> handler =
        (args, context) -> {
          ran.computeIfAbsent(context.job().id(), id -> new AtomicInteger()).incrementAndGet();
          return Outcome.complete();
        };
    queue.enqueue("q", jobs);
    for (int i = 0; i < 4; i++) {
      int some = (i + 1) * 500;
      try (Worker worker = worker(handler).start()) {
        Eventually.holds("some are done", () -> ran.size() >= some);
      }
      assertThat(queue.awa().queues().stats("q").running()).isZero();
      assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(ran.size());
    }
    try (Worker worker = worker(handler).start()) {
      Eventually.holds("all are done", () -> queue.awa().queues().stats("q").completed() == jobs);
    }
    assertThat(ran).hasSize(jobs);
    assertThat(ran.values()).allSatisfy(times -> assertThat(times.get()).isEqualTo(1));
  }

  // --- events ---

  @Test
  void theEventsOfAJobComeInOrderAndAfterTheirCommit() {
    int jobs = 40;
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Map<Long, List<String>> heard = new ConcurrentHashMap<>();
    List<Long> ids = new ArrayList<>();
    try (Worker worker =
        worker((args, context) ->
                context.job().attempt() < 4
                    ? Outcome.retryAfter(Duration.ZERO, "again")
                    : Outcome.complete())
            .listener(event -> {
              heard
                  .computeIfAbsent(event.job().id(), id -> new ArrayList<>())
                  .add(event.getClass().getSimpleName() + event.job().attempt());
              if (event instanceof JobEvent.Completed
                  && job(event.job().id()).state() != JobState.COMPLETED) {
                wrong.add("told too early: " + event);
              }
            })
            .listener(event -> {
              throw new IllegalStateException("a listener's failure changes nothing");
            })
            .start()) {
      queue.awa().enqueueAll(jobs(jobs)).forEach(answer -> ids.add(answer.id()));
      Eventually.holds(
          "all are heard of",
          () -> events.stream().filter(JobEvent.Completed.class::isInstance).count() == jobs);
    }
    assertThat(wrong).isEmpty();
    assertThat(ids)
        .allSatisfy(id ->
            assertThat(heard.get(id))
                .containsExactly(
                    "Started1",
                    "Retried1",
                    "Started2",
                    "Retried2",
                    "Started3",
                    "Retried3",
                    "Started4",
                    "Completed4"));
  }

  private static List<Job<?>> jobs(int count) {
    return IntStream.range(0, count).<Job<?>>mapToObj(i -> TestQueue.job("q", i)).toList();
  }

  @Test
  void whatIsEnqueuedByAHandlerRunsToo() {
    AtomicInteger ran = new AtomicInteger();
    try (Worker worker =
        worker(
                (args, context) -> {
                  if (ran.incrementAndGet() < 20) {
                    Enqueued next = queue.awa().enqueue(TestQueue.job("q", ran.get()));
                    assertThat(next.duplicate()).isFalse();
                  }
                  return Outcome.complete();
                })
            .start()) {
      enqueue();
      Eventually.holds("the chain ends", () -> queue.awa().queues().stats("q").completed() == 20);
    }
  }

  // --- settings ---

  @Test
  void badSettingsAreRefusedAtOnce() {
    Worker.Builder builder = Worker.of(queue.dataSource());
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no queue to work on");
    assertThatThrownBy(() -> builder.queue("mail", 0))
        .hasMessage("queue \"mail\": concurrency must be 1 to 1000000, got 0");
    assertThatThrownBy(() -> builder.queue("", 1)).hasMessageContaining("1 to 200 characters");
    builder.task(Greeting.class, (greeting, context) -> {});
    assertThatThrownBy(() -> builder.task(Greeting.class, (greeting, context) -> {}))
        .hasMessage("handler: kind \"greeting\" has one already");
    assertThatThrownBy(() -> WorkerConfig.defaults().withBeat(Duration.ofSeconds(60)))
        .hasMessageContaining("beats");
    assertThatThrownBy(() -> WorkerConfig.defaults().withPoll(Duration.ZERO))
        .hasMessage("worker poll: must be positive, got PT0S");
  }

  // --- pools ---

  @Test
  void itGivesThePoolItsConnectionsBackAsTheyWereAndWithoutAWord() throws Exception {
    try (HikariDataSource pool = new HikariDataSource();
        LogLines said = new LogLines("com.zaxxer.hikari")) {
      pool.setDataSource(queue.dataSource());
      pool.setMaximumPoolSize(20);
      Handler<RawJson> done = (args, context) -> Outcome.complete();
      try (Worker worker =
          Worker.of(pool).config(config()).queue("q").handlerForAnyKind(done).start()) {
        Eventually.holds("it listens", worker::isHearing);
        awaitState(enqueue(), JobState.COMPLETED);
      }
      assertThat(said.all()).noneMatch(line -> line.startsWith("WARN"));
      int opened = pool.getHikariPoolMXBean().getTotalConnections();
      assertThat(pool.getHikariPoolMXBean().getIdleConnections()).isEqualTo(opened).isPositive();
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < opened; i++) {
        all.add(pool.getConnection());
      }
      for (Connection connection : all) {
        assertThat(leftIn(connection)).isEqualTo("0 0");
        connection.close();
      }
    }
  }

  /** How many channels a session listens to, and how many session locks it holds. */
  private static String leftIn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM pg_listening_channels()) || ' ' ||
                       (SELECT count(*) FROM pg_locks
                         WHERE pid = pg_backend_pid() AND locktype = 'advisory')
                """)) {
      row.next();
      return row.getString(1);
    }
  }
}
