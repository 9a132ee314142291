package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.AnswerLoss;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** A call was committed, and the driver fails before the worker has its answer. */
final class LostAnswerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CLAIM = ".claim(";
  private static final String FLUSH = ".flush(";

  private final TestQueue queue = TestQueue.create();
  private final AtomicInteger starts = new AtomicInteger();
  private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();

  /** What a driver throws by itself, without a word from the server. */
  static Stream<Throwable> failures() {
    return Stream.of(
        new PSQLException("Ran out of memory retrieving query results.", PSQLState.OUT_OF_MEMORY),
        new PSQLException("Bad value for type", PSQLState.NUMERIC_VALUE_OUT_OF_RANGE),
        new SQLException("no state"),
        new IllegalStateException("a defect"),
        new OutOfMemoryError("while reading"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatWasClaimedIsRun(Throwable failure) {
    run(CLAIM, failure);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatWasFlushedIsAnnouncedAsItEnded(Throwable failure) {
    run(FLUSH, failure);
  }

  /** The worker, which beats often, mostly knows that it is dead before it asks for the flush. */
  @Test
  void whatWasFlushedBeforeItsWorkerWasDeclaredDeadIsAnnouncedAsItEnded() {
    run(
        FLUSH,
        1,
        () -> {
          declareDead();
          return new SQLException("no state");
        });
  }

  /** Its runs are rescued in any case: to begin them would have each run twice. */
  @Test
  void whatWasClaimedForAnIdThatWasGivenUpMeanwhileIsNotBegun() {
    run(
        CLAIM,
        5,
        () -> {
          beginAnew();
          return null;
        });
  }

  @Test
  void whatMayHaveBeenClaimedForAnIdThatWasGivenUpMeanwhileIsNotAskedFor() {
    run(
        CLAIM,
        5,
        () -> {
          beginAnew();
          return new SQLException("no state");
        });
  }

  private void beginAnew() {
    declareDead();
    Eventually.holds(
        "the worker begins anew", () -> queue.number("SELECT count(*) FROM awa.beats") == 1);
  }

  private void declareDead() {
    try {
      queue.declareDead(queue.number("SELECT id FROM awa.workers"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String word, Throwable failure) {
    run(word, 5, () -> failure);
  }

  private void run(String word, int jobs, Supplier<@Nullable Throwable> failure) {
    AnswerLoss loss = new AnswerLoss(queue.dataSource(), word, failure);
    List<Long> ids = queue.enqueue("q", jobs);
    try (Worker worker = worker(loss.dataSource())) {
      Eventually.holds(() -> "all complete: " + events, PATIENCE, () -> ended() == ids.size());
      Eventually.holds("it hears, also under another id", worker::isHearing);
    }
    assertThat(loss.happened()).isTrue();
    assertThat(starts).hasValue(ids.size());
    assertThat(events).noneMatch(JobEvent.Stale.class::isInstance);
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(ids.size());
  }

  private Worker worker(DataSource dataSource) {
    return Worker.of(dataSource)
        .config(WorkerConfig.defaults().withBeat(Duration.ofMillis(10)))
        .queue("q", 20)
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              starts.incrementAndGet();
              return Outcome.complete();
            },
            Backoff.fixed(Duration.ofMillis(1)))
        .listen(JobEvent.class, events::add)
        .start();
  }

  private long ended() {
    return events.stream().filter(event -> !(event instanceof JobEvent.Started)).count();
  }
}
