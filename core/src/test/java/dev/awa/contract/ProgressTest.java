package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.InvalidJobException;
import dev.awa.JobContext;
import dev.awa.JobFilter;
import dev.awa.JobProgress;
import dev.awa.JobState;
import dev.awa.LogLine;
import dev.awa.Outcome;
import dev.awa.StoredJob;
import dev.awa.TypeRef;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a handler tells while it runs is seen at once, and the next attempt goes on from it. */
@Tag("every-postgres")
final class ProgressTest extends WorkerCase {
  private static final int MILLION = 1_000_000;

  record Place(int row, String file) {}

  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicReference<Throwable> refused = new AtomicReference<>();

  private interface Telling {
    void tell(JobContext context) throws Exception;
  }

  private Worker.Builder telling(Telling telling) {
    return worker(
        config().withBeat(Duration.ofMillis(50)),
        (args, context) -> {
          telling.tell(context);
          goOn.await();
          return Outcome.complete();
        });
  }

  /** Runs a job once, on this thread. */
  private StoredJob once(long id, Telling telling, Outcome outcome) {
    return once(
        id,
        worker((args, context) -> {
          telling.tell(context);
          return outcome;
        }));
  }

  private StoredJob once(long id, Worker.Builder builder) {
    try (InlineWorker inline = builder.inline()) {
      inline.runNext("q");
    }
    return job(id);
  }

  private long enqueued() {
    return queue.awa().enqueue(TestQueue.job("q", 1)).id();
  }

  private JobProgress progress(long id) {
    return Optional.ofNullable(job(id).progress()).orElseThrow();
  }

  private List<String> log(long id) {
    return queue.awa().jobs().log(id).stream().map(LogLine::text).toList();
  }

  // --- while it runs ---

  @Test
  void whatARunningJobTellsIsSeenAtOnce() throws Exception {
    long id = enqueued();
    try (Worker worker =
        telling(context ->
                context.progress(520, 1000, "rows").checkpoint(new Place(520, "a")).log("half"))
            .start()) {
      Eventually.holds("it is reported", () -> job(id).progress() != null);
      assertThat(job(id).state()).isEqualTo(JobState.RUNNING);
      assertThat(progress(id).percent()).isEqualTo(52.0);
      assertThat(progress(id).message()).isEqualTo("520 of 1000 rows");
      assertThat(job(id).ext()).contains("\"file\": \"a\"");
      assertThat(log(id)).containsExactly("half");
      assertThat(queue.texts("SELECT progress_percent || ' ' || progress_message FROM awa.jobs"))
          .containsExactly("52 520 of 1000 rows");
      assertThat(queue.awa().jobs().list(JobFilter.newest(1)).getFirst().progress())
          .isEqualTo(progress(id));
      goOn.countDown();
    }
    assertThat(job(id).state()).isEqualTo(JobState.COMPLETED);
    assertThat(progress(id).percent()).as("a completed job keeps it").isEqualTo(52.0);
    assertThat(log(id)).containsExactly("half");
  }

  @Test
  void aMillionCallsCostTheLastValue() throws Exception {
    long id = enqueued();
    AtomicReference<Duration> took = new AtomicReference<>(Duration.ZERO);
    try (Worker worker =
        worker(
                (args, context) -> {
                  long begun = System.nanoTime();
                  for (int i = 1; i <= MILLION; i++) {
                    context.progress(i, MILLION, "rows").checkpoint(i);
                    context.log("a line");
                  }
                  took.set(Duration.ofNanos(System.nanoTime() - begun));
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(progress(id).percent()).isEqualTo(100.0);
    assertThat(took.get()).as("3 us a round, on a busy machine").isLessThan(Duration.ofSeconds(30));
    assertThat(queue.number("SELECT count(*) FROM awa.attempt_outputs"))
        .as("a row a beat, and one for the end")
        .isLessThan(20);
    assertThat(log(id)).anyMatch(line -> line.endsWith(" lines before this were left out)"));
  }

  @Test
  void whoTellsNothingNewWritesNothing() throws Exception {
    long id = enqueued();
    try (Worker worker =
        telling(
                context -> {
                  for (int i = 0; i < 100; i++) {
                    context.progress(50, "half");
                  }
                })
            .start()) {
      Eventually.holds("it is reported", () -> job(id).progress() != null);
      String before = queue.texts("SELECT max(beat_at)::text FROM awa.beats").getFirst();
      Eventually.holds(
          "it has beaten since",
          () -> !queue.texts("SELECT max(beat_at)::text FROM awa.beats").contains(before));
      assertThat(queue.number("SELECT count(*) FROM awa.attempt_outputs")).isEqualTo(1);
      goOn.countDown();
    }
  }

  // --- the next attempt ---

  @Test
  void theNextAttemptGoesOnFromTheCheckpoint() {
    long id = enqueued();
    Place place = new Place(7, "b");
    for (Outcome outcome :
        List.of(
            Outcome.retryAfter(Duration.ZERO, "again"),
            Outcome.snooze(Duration.ZERO),
            Outcome.retryAfter(Duration.ZERO, "and again"))) {
      once(
          id,
          context -> {
            assertThat(context.checkpoint(Place.class)).isIn(Optional.empty(), Optional.of(place));
            context.checkpoint(place);
            assertThat(context.checkpoint(Place.class)).contains(place);
          },
          outcome);
      assertThat(job(id).ext()).contains("\"row\": 7");
    }
    once(id, context -> {}, Outcome.retryAfter(Duration.ZERO, "it told nothing"));
    AtomicReference<Optional<Place>> found = new AtomicReference<>(Optional.empty());
    once(id, context -> found.set(context.checkpoint(Place.class)), Outcome.fail("enough"));
    assertThat(found.get()).contains(place);
    assertThat(job(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aDeadLetterThatRunsAgainKeepsItsCheckpoint() {
    long id = enqueued();
    once(id, context -> context.progress(63, "rows").checkpoint(63), Outcome.fail("no"));
    assertThat(progress(id).percent()).isEqualTo(63.0);
    queue.awa().deadLetters().retry(id);
    assertThat(progress(id).percent()).as("until it tells anew").isEqualTo(63.0);
    AtomicReference<Optional<Integer>> found = new AtomicReference<>(Optional.empty());
    once(id, context -> found.set(context.checkpoint(Integer.class)), Outcome.complete());
    assertThat(found.get()).contains(63);
  }

  @Test
  void aCheckpointThatWasForgottenIsGone() {
    long id = enqueued();
    once(id, context -> context.checkpoint(1), Outcome.retryAfter(Duration.ZERO, "again"));
    once(
        id,
        context -> {
          context.forgetCheckpoint();
          assertThat(context.checkpoint(Integer.class)).isEmpty();
        },
        Outcome.retryAfter(Duration.ZERO, "again"));
    AtomicReference<Optional<Integer>> found = new AtomicReference<>(Optional.of(1));
    once(id, context -> found.set(context.checkpoint(Integer.class)), Outcome.complete());
    assertThat(found.get()).isEmpty();
  }

  @Test
  void aCheckpointOfAnotherTypeIsRefusedWithWords() {
    long id = enqueued();
    once(
        id,
        context -> {
          context.checkpoint(List.of("a", "b"));
          assertThat(context.checkpoint(new TypeRef<List<String>>() {}))
              .contains(List.of("a", "b"));
          context.checkpoint(Integer.class);
        },
        Outcome.complete());
    assertThat(job(id).ext())
        .contains("the checkpoint of job " + id + " can't be read as java.lang.Integer");
  }

  // --- what is refused ---

  private Throwable refusal(Telling telling) {
    long id = enqueued();
    once(
        id,
        context -> {
          try {
            telling.tell(context);
          } catch (Exception e) {
            refused.set(e);
          }
        },
        Outcome.complete());
    assertThat(job(id).state()).as("it goes on").isEqualTo(JobState.COMPLETED);
    return Optional.ofNullable(refused.getAndSet(null)).orElseThrow();
  }

  @Test
  void whatIsNoPartOfAWholeIsRefused() {
    for (double percent : new double[] {Double.NaN, -0.1, 100.1, Double.POSITIVE_INFINITY}) {
      assertThat(refusal(context -> context.progress(percent, "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("progress: percent must be 0 to 100, got " + percent);
    }
    assertThat(refusal(context -> context.progress(-1, 10, "rows")))
        .hasMessage("progress: must not be negative, got -1 of 10");
  }

  @Test
  void moreThanAllIsAllAndNothingOfNothingToo() {
    long id = enqueued();
    once(id, context -> context.progress(0, 0, "rows"), Outcome.complete());
    assertThat(progress(id).percent()).isEqualTo(100.0);
    long more = enqueued();
    once(more, context -> context.progress(12, 10, "rows"), Outcome.complete());
    assertThat(progress(more)).extracting(JobProgress::message).isEqualTo("12 of 10 rows");
  }

  @Test
  void aCheckpointThatIsTooLargeOrCantBeStoredIsRefusedAndTheOneBeforeStays() throws SQLException {
    assertThat(
            refusal(context -> {
              context.checkpoint("before");
              context.checkpoint("x".repeat(64 * 1024));
            }))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("checkpoint: must be at most 65536 bytes of JSON, got 65538 bytes");
    assertThat(queue.texts("SELECT ext ->> 'checkpoint' FROM awa.jobs")).singleElement().isNull();
    assertThat(refusal(context -> context.checkpoint("a\0b"))).hasMessageContaining("checkpoint");
    assertThat(refusal(context -> context.checkpoint(Double.NaN)))
        .isInstanceOf(AwaException.class)
        .hasMessageStartingWith("checkpoint: ");
  }

  @Test
  void textThatCantBeStoredIsReplaced() {
    long id = enqueued();
    once(
        id,
        context -> {
          context.progress(1, "a\0b\uD800" + "x".repeat(600));
          context.log("c\0d");
          context.log("100 %");
          context.log("%d of %s", 3, "four");
          context.log("%d", "no number");
          context.log("");
        },
        Outcome.complete());
    assertThat(progress(id).message()).startsWith("a\uFFFDb\uFFFDxxx").hasSize(500);
    assertThat(log(id)).containsExactly("c\uFFFDd", "100 %", "3 of four", "%d", "");
  }

  // --- ends ---

  @Test
  void whatIsToldAtTheShutdownIsNotLost() throws Exception {
    long id = enqueued();
    CountDownLatch told = new CountDownLatch(1);
    Worker worker =
        worker(
                config().withGrace(Duration.ZERO),
                (args, context) -> {
                  context.checkpoint(5).log("so far"); // before its first beat
                  told.countDown();
                  new CountDownLatch(1).await();
                  return Outcome.complete();
                })
            .start();
    told.await();
    worker.close();
    assertThat(job(id).ext()).contains("\"checkpoint\": 5");
    assertThat(log(id)).containsExactly("so far");
  }

  /** A worker that was declared dead goes on: what its handler tells then is nobody's. */
  @Test
  void aStaleAttemptOverwritesNothing() throws Exception {
    long id = enqueued();
    AtomicReference<JobContext> first = new AtomicReference<>();
    try (Worker worker =
        telling(
                context -> {
                  if (first.compareAndSet(null, context)) {
                    context.progress(10, "first").checkpoint("first");
                    return;
                  }
                  context.progress(20, "second").checkpoint("second");
                })
            .start()) {
      Eventually.holds("the first has told", () -> job(id).progress() != null);
      long dead = queue.number("SELECT worker_id FROM awa.beats");
      queue.declareDead(dead);
      Eventually.holds("another attempt runs", () -> progress(id).percent() == 20.0);
      first.get().progress(99, "stale").checkpoint("stale").log("stale");
      String before = queue.texts("SELECT max(beat_at)::text FROM awa.beats").getFirst();
      Eventually.holds(
          "it has beaten since",
          () -> !queue.texts("SELECT max(beat_at)::text FROM awa.beats").contains(before));
      assertThat(progress(id).message()).isEqualTo("second");
      goOn.countDown();
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(progress(id).message()).isEqualTo("second");
    assertThat(log(id)).doesNotContain("stale");
  }

  @Test
  void aContextThatIsAskedLaterStillAnswers() {
    AtomicReference<JobContext> kept = new AtomicReference<>();
    once(enqueued(), context -> kept.set(context), Outcome.complete());
    kept.get().progress(1, "too late").checkpoint(1).log("too late");
    assertThatThrownBy(() -> kept.get().progress(101, "")).isInstanceOf(Exception.class);
  }
}
