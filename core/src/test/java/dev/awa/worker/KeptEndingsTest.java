package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ending that the database refuses while it takes others is kept, and no other suffers. */
final class KeptEndingsTest {
  private static final Duration LATER = Duration.ofHours(1);

  private final TestQueue queue = TestQueue.create();
  private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger starts = new AtomicInteger();
  private final LogLines log = new LogLines("dev.awa");

  @AfterEach
  void stopListening() {
    log.close();
  }

  private Worker worker(int capacity, Handler<RawJson> handler) {
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .config(
                WorkerConfig.defaults()
                    .withName("test")
                    .withBeat(Duration.ofMillis(50))
                    .withGrace(Duration.ofSeconds(1))
                    .withSendGrace(Duration.ofSeconds(60)))
            .queue("q", 50)
            .listen(JobEvent.class, events::add)
            .<RawJson>handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  starts.incrementAndGet();
                  return handler.handle(args, context);
                },
                Backoff.fixed(LATER));
    builder.patience =
        new Finisher.Patience(
            capacity, Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofMillis(200));
    return builder.start();
  }

  /** A row in the way of the next run of a job. */
  private void stand(long job) throws SQLException {
    queue.sql(
        "INSERT INTO awa.deferred_jobs (job_id, run_at, lane, kind, args)"
            + " VALUES (?, now() + interval '1 day', 1, 'in the way', '{}')",
        job);
  }

  private void standAside(long job) throws SQLException {
    queue.sql("DELETE FROM awa.deferred_jobs WHERE job_id = ? AND kind = 'in the way'", job);
  }

  private void awaitKept(Worker worker, int endings) {
    Eventually.holds(
        () -> endings + " kept, got " + worker.keptEndings(),
        () -> worker.keptEndings() == endings);
  }

  private void awaitCompleted(int jobs) {
    Eventually.holds(
        () -> jobs + " complete: " + events,
        () -> queue.awa().queues().stats("q").completed() == jobs);
  }

  private long ends(long job) {
    return events.stream()
        .filter(event -> event.job().id() == job && !(event instanceof JobEvent.Started))
        .count();
  }

  private List<String> lines(String word) {
    return log.all().stream().filter(line -> line.contains(word)).toList();
  }

  @Test
  void whatIsRefusedForItsDataIsKeptUntilItCanBeStored() throws SQLException {
    List<Long> ids = queue.enqueue("q", 30);
    long bad = ids.get(7);
    stand(bad);
    try (Worker worker =
        worker(
            10_000,
            (args, context) -> {
              context.print("it said so");
              return context.job().id() == bad
                  ? Outcome.retryAfter(LATER, "with these words")
                  : Outcome.complete();
            })) {
      awaitCompleted(29);
      awaitKept(worker, 1);
      assertThat(ends(bad)).as("nothing is told that is not stored").isZero();
      assertThat(lines("ending of job " + bad))
          .as("said once, however often it is tried")
          .hasSize(1);
      assertThat(lines("ending of job " + bad).getFirst())
          .startsWith("ERROR")
          .contains("23505", "Repair");
      standAside(bad);
      Eventually.holds("it is stored", () -> ends(bad) == 1);
      Eventually.holds("none is kept", () -> worker.keptEndings() == 0);
    }
    assertThat(starts).hasValue(30);
    assertThat(queue.awa().jobs().find(bad).orElseThrow().state()).isEqualTo(JobState.RETRYABLE);
    assertThat(queue.awa().jobs().find(bad).orElseThrow().ext()).contains("with these words");
    assertThat(queue.number("SELECT sum(n) FROM awa.closures")).isEqualTo(30);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
  }

  @Test
  void whatIsRefusedForItsTextsIsStoredWithoutThem() throws SQLException {
    queue.sql("ALTER TABLE awa.attempt_outputs ADD CHECK (output <> 'bad')");
    List<Long> ids = queue.enqueue("q", 20);
    try (Worker worker =
        worker(
            10_000,
            (args, context) -> {
              context.print(context.job().id() == ids.get(3) ? "bad" : "good");
              return Outcome.complete();
            })) {
      awaitCompleted(20);
      assertThat(worker.keptEndings()).isZero();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.attempt_outputs")).isEqualTo(19);
    assertThat(lines("without its texts")).hasSize(1);
  }

  @Test
  void aWorkerThatKeepsAnEndingDoesNotSignOff() throws SQLException {
    long bad = queue.enqueue("q", 1).getFirst();
    stand(bad);
    long begun;
    try (Worker worker = worker(10_000, (args, context) -> Outcome.retry("no"))) {
      awaitKept(worker, 1);
      begun = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("it is tried once more and not waited for")
        .isLessThan(Duration.ofSeconds(60));
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("left to others").isEqualTo(1);
    assertThat(queue.number("SELECT count(*) FROM awa.closures")).isZero();
  }

  @Test
  void whatIsKeptGoesWithTheWorkerThatIsDeclaredDead() throws SQLException {
    long bad = queue.enqueue("q", 1).getFirst();
    stand(bad);
    try (Worker worker = worker(10_000, (args, context) -> Outcome.retry("no"))) {
      awaitKept(worker, 1);
      queue.declareDead(queue.number("SELECT id FROM awa.workers"));
      Eventually.holds(
          () -> "told to be stale: " + events,
          () -> events.stream().anyMatch(JobEvent.Stale.class::isInstance));
      awaitKept(worker, 0);
      standAside(bad);
    }
  }

  /** Damaged rows, somebody's trigger, and what is mostly the server's fault. */
  @ParameterizedTest
  @ValueSource(strings = {"XX001", "P0001", "53200", "42501", "55000"})
  void aRunThatFailsForNoReasonOfItsDataHoldsUpNobody(String state) throws SQLException {
    queue.sql(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN RAISE 'no' USING ERRCODE = '"
            + state
            + "'; END$$");
    queue.sql(
        "CREATE TRIGGER no BEFORE INSERT ON awa.attempt_outputs FOR EACH ROW"
            + " WHEN (NEW.output = 'bad') EXECUTE FUNCTION no()");
    List<Long> ids = new ArrayList<>(queue.enqueue("q", 20));
    long bad = ids.get(5);
    try (Worker worker =
        worker(
            10_000,
            (args, context) -> {
              context.print(context.job().id() == bad ? "bad" : "good");
              return Outcome.complete();
            })) {
      Eventually.holds("it fails", () -> !lines("finisher: failed").isEmpty());
      ids.addAll(queue.enqueue("q", 20)); // shows that others are stored
      awaitCompleted(39);
      awaitKept(worker, 1);
      assertThat(ends(bad)).isZero();
      queue.sql("DROP TRIGGER no ON awa.attempt_outputs");
      awaitCompleted(40);
    }
    assertThat(starts).hasValue(40);
    assertThat(queue.number("SELECT count(*) FROM awa.attempt_outputs"))
        .as("texts too")
        .isEqualTo(40);
  }

  @Test
  void whenThereIsNoRoomForMoreAttemptsWait() throws SQLException {
    List<Long> ids = queue.enqueue("q", 20);
    for (long id : ids) {
      stand(id);
    }
    try (Worker worker = worker(5, (args, context) -> Outcome.retry("no"))) {
      awaitKept(worker, 5);
      Eventually.holds("all have run", () -> starts.get() == 20);
      Eventually.holds("the others wait", () -> worker.running() == 15);
      assertThat(lines("until there is room again")).hasSize(1);
      for (long id : ids) {
        standAside(id);
      }
      Eventually.holds("all are stored", () -> ids.stream().allMatch(id -> ends(id) == 1));
      Eventually.holds("none waits", () -> worker.running() == 0);
    }
    assertThat(starts).hasValue(20);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
  }

  @Test
  void aWorkerThatHasNoRoomCanBeClosed() throws SQLException {
    List<Long> ids = queue.enqueue("q", 20);
    for (long id : ids) {
      stand(id);
    }
    try (Worker worker = worker(5, (args, context) -> Outcome.retry("no"))) {
      awaitKept(worker, 5);
      Eventually.holds("the others wait", () -> worker.running() == 15);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("left to others").isEqualTo(1);
  }
}
