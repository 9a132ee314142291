package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Handler;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.TraceContext;
import dev.awa.client.Awa;
import dev.awa.event.Beat;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces by OpenTelemetry, from the enqueue to each attempt. */
final class TracingTest {
  private static final String REMOTE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry = telemetry(SimpleSpanProcessor.create(exporter));
  private final AwaTracing tracing = OpenTelemetryTracing.of(telemetry).build();
  private TestQueue queue;
  private Awa awa;

  TracingTest() {
    queue = TestQueue.create();
    awa = queue.awa().preparing(tracing);
  }

  private static OpenTelemetrySdk telemetry(SpanProcessor... processors) {
    var provider = SdkTracerProvider.builder();
    for (SpanProcessor processor : processors) {
      provider.addSpanProcessor(processor);
    }
    return OpenTelemetrySdk.builder().setTracerProvider(provider.build()).build();
  }

  @BeforeEach
  void nothingIsCurrent() {
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  private InlineWorker worker(AwaTracing traced, Handler<RawJson> handler) {
    return Worker.of(queue.dataSource()).handlerForAnyKind(handler).around(traced).inline();
  }

  private static Job<?> job(int number) {
    return TestQueue.job("q", number);
  }

  private SpanData only(String name) {
    return all(name).getFirst();
  }

  private List<SpanData> all(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private static @Nullable Object fact(SpanData span, String name) {
    return span.getAttributes().asMap().entrySet().stream()
        .filter(entry -> entry.getKey().getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  // --- from the enqueue to the first run ---

  @Test
  void theFirstRunIsAChildOfTheEnqueueAndCurrentWhileTheHandlerRuns() {
    Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
    long id;
    try (Scope ignored = request.makeCurrent()) {
      id = awa.enqueue(job(1)).id();
    } finally {
      request.end();
    }
    List<String> current = new ArrayList<>();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("q", 1)
            .around(tracing)
            .handlerForAnyKind((args, context) -> {
              current.add(Span.current().getSpanContext().getSpanId());
              return Outcome.complete();
            })
            .start()) {
      Eventually.holds("it has run", () -> !all("process q").isEmpty());
      assertThat(worker.running()).isLessThanOrEqualTo(1);
    }
    SpanData send = only("send q");
    SpanData process = only("process q");
    assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(send.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    assertThat(fact(send, "messaging.system")).isEqualTo("awa");
    assertThat(fact(send, "messaging.operation.type")).isEqualTo("send");
    assertThat(fact(send, "messaging.destination.name")).isEqualTo("q");
    assertThat(fact(send, "messaging.message.id")).isEqualTo(Long.toString(id));
    assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(process.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
    assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
    assertThat(process.getLinks()).isEmpty();
    assertThat(current).containsExactly(process.getSpanId());
    assertThat(fact(process, "messaging.operation.type")).isEqualTo("process");
    assertThat(fact(process, "messaging.message.id")).isEqualTo(Long.toString(id));
    assertThat(fact(process, "awa.job.kind")).isEqualTo("test");
    assertThat(fact(process, "awa.job.attempt")).isEqualTo(1L);
    assertThat(fact(process, "awa.job.outcome")).isEqualTo("completed");
    assertThat(process.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void aLaterRunIsATraceOfItsOwnWithALinkToTheEnqueue() {
    awa.enqueue(job(1));
    try (InlineWorker worker =
        worker(
            tracing,
            (args, context) -> {
              if (context.job().attempt() == 1) {
                throw new IllegalStateException("no route");
              }
              return context.job().attempt() == 2
                  ? Outcome.retryAfter(Duration.ZERO, "busy")
                  : Outcome.complete();
            })) {
      assertThat(worker.runNext("q")).isPresent();
      queueIsDue();
      assertThat(worker.runNext("q")).isPresent();
      queueIsDue();
      assertThat(worker.runNext("q")).isPresent();
    }
    SpanData send = only("send q");
    List<SpanData> attempts = all("process q");
    SpanData first = attempts.get(0);
    assertThat(first.getParentSpanId()).isEqualTo(send.getSpanId());
    assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(fact(first, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(fact(first, "awa.job.outcome")).isEqualTo("retried");
    assertThat(first.getEvents())
        .singleElement()
        .satisfies(event ->
            assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
                .isEqualTo("no route"));
    for (SpanData later : attempts.subList(1, 3)) {
      assertThat(later.getParentSpanContext().isValid()).isFalse();
      assertThat(later.getTraceId()).isNotEqualTo(send.getTraceId());
      assertThat(later.getLinks())
          .singleElement()
          .satisfies(
              link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(send.getSpanId()));
    }
    assertThat(attempts.get(1).getStatus().getDescription()).isEqualTo("busy");
    assertThat(fact(attempts.get(2), "awa.job.outcome")).isEqualTo("completed");
  }

  /** The wait after a failure is over. */
  private void queueIsDue() {
    try {
      queue.sql(
          "UPDATE awa.deferred_jobs SET run_at = statement_timestamp() - interval '1 second'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRunThatBeginsLateIsLinked() {
    AwaTracing strict = OpenTelemetryTracing.of(telemetry).childFor(Duration.ofMillis(1)).build();
    awa.enqueue(job(1).withDelay(Duration.ofMillis(50)));
    try (InlineWorker worker = worker(strict, (args, context) -> Outcome.complete())) {
      Eventually.holds("it was due", () -> worker.runNext("q").isPresent());
    }
    assertThat(only("process q").getParentSpanContext().isValid()).isFalse();
    assertThat(only("process q").getLinks()).hasSize(1);
    assertThatThrownBy(() -> OpenTelemetryTracing.of(telemetry).childFor(Duration.ofMillis(-1)))
        .hasMessage("childFor: must be zero or more, got PT-0.001S");
  }

  @Test
  void aSpanAroundAnInlineWorkerStaysTheParent() {
    awa.enqueue(job(1));
    Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
    try (Scope ignored = request.makeCurrent();
        InlineWorker worker = worker(tracing, (args, context) -> Outcome.complete())) {
      assertThat(worker.runNext("q")).isPresent();
      assertThat(Span.current()).isSameAs(request);
    }
    SpanData process = only("process q");
    assertThat(process.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    assertThat(process.getLinks()).hasSize(1);
  }

  @Test
  void whatSqlEnqueuesIsTracedToo() throws SQLException {
    queue.sql("SELECT awa.enqueue('test', '1', queue => 'q', traceparent => '" + REMOTE + "')");
    queue.sql("SELECT awa.enqueue('test', '2', queue => 'q')");
    try (InlineWorker worker = worker(tracing, (args, context) -> Outcome.complete())) {
      assertThat(worker.runNext("q")).isPresent();
      assertThat(worker.runNext("q")).isPresent();
    }
    List<SpanData> spans = all("process q");
    assertThat(spans.get(0).getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(spans.get(1).getParentSpanContext().isValid()).isFalse();
    assertThat(spans.get(1).getLinks()).isEmpty();
  }

  // --- many at once ---

  @Test
  void aCallIsOneSpanForEachQueueHoweverManyJobsItIs() throws SQLException {
    awa.enqueueAll(List.of(job(1), job(2), TestQueue.job("other", 3)));
    awa.copy(IntStream.range(0, 2500).mapToObj(TracingTest::job).iterator(), answer -> {});
    List<SpanData> sends = all("send q");
    assertThat(sends).hasSize(2);
    assertThat(fact(sends.get(0), "messaging.batch.message_count")).isEqualTo(2L);
    assertThat(fact(sends.get(0), "messaging.message.id")).isNull();
    assertThat(fact(sends.get(1), "messaging.batch.message_count")).isEqualTo(2500L);
    assertThat(fact(only("send other"), "messaging.batch.message_count")).isEqualTo(1L);
    assertThat(
            queue.texts("SELECT count(*) FROM awa.jobs GROUP BY ext ->> 'traceparent' ORDER BY 1"))
        .containsExactly("1", "2", "2500");
  }

  @Test
  void queuesThatAreTooManyShareASpanOfNoName() {
    awa.enqueueAll(IntStream.range(0, 20).mapToObj(i -> TestQueue.job("queue " + i, i)).toList());
    assertThat(exporter.getFinishedSpanItems()).hasSize(17);
    assertThat(fact(only("send"), "messaging.batch.message_count")).isEqualTo(4L);
    assertThat(fact(only("send"), "messaging.destination.name")).isNull();
    IntStream.range(20, 200).forEach(i -> awa.enqueue(TestQueue.job("queue " + i, i)));
    assertThat(all("send")).as("after a hundred names").hasSizeGreaterThan(80);
    assertThat(fact(all("send").getLast(), "messaging.destination.name")).isEqualTo("queue 199");
  }

  @Test
  void aContextThatAJobHasAlreadyIsKept() {
    long id = awa.enqueue(job(1).withTraceContext(TraceContext.of(REMOTE))).id();
    assertThat(queue.awa().jobs().find(id).orElseThrow().ext()).contains(REMOTE);
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aCallThatFailsIsAnError() {
    assertThatThrownBy(() -> awa.enqueue(job(1).withPriority(9)))
        .isInstanceOf(InvalidJobException.class);
    assertThat(only("send q").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(fact(only("send q"), "error.type")).isEqualTo("dev.awa.InvalidJobException");
  }

  @Test
  void eachOutcomeHasItsWord() {
    List<Outcome> outcomes =
        List.of(
            Outcome.complete(),
            Outcome.retry("r"),
            Outcome.snooze(Duration.ofHours(1)),
            Outcome.cancel("c"),
            Outcome.fail("f"));
    for (int i = 0; i < outcomes.size(); i++) {
      awa.enqueue(job(i));
    }
    awa.enqueue(job(9).withMaxAttempts(1));
    try (InlineWorker worker =
        worker(
            tracing,
            (args, context) -> {
              int number = (int) context.job().id() - 1;
              return number < outcomes.size() ? outcomes.get(number) : Outcome.retry("last");
            })) {
      for (int i = 0; i <= outcomes.size(); i++) {
        assertThat(worker.runNext("q")).isPresent();
      }
    }
    assertThat(all("process q"))
        .extracting(span -> fact(span, "awa.job.outcome"))
        .containsExactly("completed", "retried", "snoozed", "cancelled", "failed", "failed");
  }

  // --- a tracer that does harm ---

  /** Throws when a span begins, or when it ends. */
  private record Throwing(boolean atStart) implements SpanProcessor {
    @Override
    public void onStart(
        io.opentelemetry.context.Context parent, io.opentelemetry.sdk.trace.ReadWriteSpan span) {
      if (atStart) {
        throw new IllegalStateException("bad tracer");
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(io.opentelemetry.sdk.trace.ReadableSpan span) {
      throw new IllegalStateException("bad tracer");
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  @Test
  void aTracerThatThrowsHarmsNoJobAndIsToldOfOnce() {
    for (boolean atStart : List.of(true, false)) {
      AwaTracing bad = OpenTelemetryTracing.of(telemetry(new Throwing(atStart))).build();
      Awa client = queue.awa().preparing(bad);
      try (LogLines log = new LogLines("dev.awa.metrics");
          InlineWorker worker = worker(bad, (args, context) -> Outcome.complete())) {
        client.enqueueAll(List.of(job(1), job(2)));
        assertThat(worker.runNext("q")).isPresent();
        assertThat(worker.runNext("q")).isPresent();
        assertThat(log.all()).singleElement().asString().contains("the tracer throws");
      }
      assertThat(Span.current().getSpanContext().isValid()).as("left on this thread").isFalse();
    }
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(4);
  }

  /** An exception that throws when it is looked at. */
  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @Test
  void anExceptionThatThrowsWhenItIsLookedAtStillEndsTheSpan() {
    awa.enqueue(job(1));
    try (InlineWorker worker =
        worker(
            tracing,
            (args, context) -> {
              throw new Hostile();
            })) {
      assertThat(worker.runNext("q")).isPresent();
    }
    assertThat(fact(only("process q"), "awa.job.outcome")).isEqualTo("retried");
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  /** Stands still while a span of this name begins, until it may go on. */
  private record StandsStill(String name, CountDownLatch stands, CountDownLatch goesOn)
      implements SpanProcessor {
    @Override
    public void onStart(
        io.opentelemetry.context.Context parent, io.opentelemetry.sdk.trace.ReadWriteSpan span) {
      if (span.getName().equals(name)) {
        stands.countDown();
        try {
          goesOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(io.opentelemetry.sdk.trace.ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  @Test
  void aTracerThatStandsStillHoldsUpItsOwnAttemptAndNothingElse() throws InterruptedException {
    CountDownLatch stands = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AwaTracing slow =
        OpenTelemetryTracing.of(telemetry(new StandsStill("process slow", stands, goesOn))).build();
    Semaphore beats = new Semaphore(0);
    long held = queue.awa().enqueue(TestQueue.job("slow", 1)).id();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("slow", 1)
            .queue("q", 1)
            .around(slow)
            .handlerForAnyKind((args, context) -> Outcome.complete())
            .listen(Beat.class, beat -> beats.release())
            .start()) {
      stands.await();
      beats.drainPermits();
      long other = queue.awa().preparing(slow).enqueue(job(2)).id();
      Eventually.holds("others run", () -> state(other) == JobState.COMPLETED);
      assertThat(beats.tryAcquire(2, 1, TimeUnit.MINUTES)).as("the worker beats").isTrue();
      assertThat(state(held)).isEqualTo(JobState.RUNNING);
      assertThat(worker.running()).isEqualTo(1);
      goesOn.countDown();
      Eventually.holds("it runs in the end", () -> state(held) == JobState.COMPLETED);
    } finally {
      goesOn.countDown();
    }
  }

  @Test
  void theDeadlineOfAnAttemptBoundsItsTracer() throws InterruptedException {
    CountDownLatch stands = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AwaTracing slow =
        OpenTelemetryTracing.of(telemetry(new StandsStill("process slow", stands, goesOn))).build();
    long held =
        queue.awa().enqueue(TestQueue.job("slow", 1).withDeadline(Duration.ofMillis(300))).id();
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("slow", 1)
            .around(slow)
            .handlerForAnyKind((args, context) -> Outcome.complete())
            .start()) {
      stands.await();
      Eventually.holds("its deadline ends it", () -> state(held) == JobState.RETRYABLE);
      assertThat(worker.keptEndings()).isZero();
    } finally {
      goesOn.countDown();
    }
  }

  private JobState state(long id) {
    return queue.awa().jobs().find(id).orElseThrow().state();
  }

  @Test
  void aTracerThatIsSlowIsToldOfOnce() {
    Caution caution = new Caution();
    try (LogLines log = new LogLines("dev.awa.metrics")) {
      caution.tell(() -> {});
      assertThat(log.all()).isEmpty();
      long begun = System.nanoTime();
      caution.tell(() -> {
        while (System.nanoTime() - begun < 510_000_000) {
          Thread.onSpinWait();
        }
      });
      assertThat(log.all()).singleElement().asString().contains("the tracer is slow");
    }
  }
}
