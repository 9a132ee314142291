package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.B3Propagation;
import brave.propagation.Propagation;
import brave.propagation.TraceContext;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.client.Awa;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Traces by Micrometer's observations, with each of the tracers that it knows. */
final class ObservationTest {
  private final TestQueue queue = TestQueue.create();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final AwaTracing tracing = MicrometerTracing.of(registry).build();
  private final Awa awa = queue.awa().preparing(tracing);

  /** A span of either tracer. */
  private record Told(String name, String traceId, String spanId, String parentId) {}

  private void handledBy(Tracer tracer, Propagator propagator) {
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler.FirstMatchingCompositeObservationHandler(
                new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                new DefaultTracingObservationHandler(tracer)));
  }

  /** Enqueues two jobs in an observation, and runs them: the first fails and runs again. */
  private void enqueueAndRun(Tracer tracer) throws Exception {
    Observation.createNotStarted("request", registry)
        .observe(() -> awa.enqueueAll(List.of(TestQueue.job("q", 1), TestQueue.job("q", 2))));
    List<String> current = new ArrayList<>();
    try (InlineWorker worker =
        Worker.of(queue.dataSource())
            .handlerForAnyKind((args, context) -> {
              current.add(Objects.requireNonNull(tracer.currentSpan()).context().traceId());
              return context.job().id() == 1 && context.job().attempt() == 1
                  ? Outcome.retryAfter(Duration.ofHours(1), "no route")
                  : Outcome.complete();
            })
            .around(tracing)
            .inline()) {
      assertThat(worker.runNext("q")).isPresent();
      assertThat(worker.runNext("q")).isPresent();
      queue.sql(
          "UPDATE awa.deferred_jobs SET run_at = statement_timestamp() - interval '1 second'");
      assertThat(worker.runNext("q")).isPresent();
    }
    assertThat(current).hasSize(3);
    assertThat(tracer.currentSpan()).isNull();
  }

  private static void assertTheTrace(List<Told> spans) {
    assertThat(spans)
        .extracting(Told::name)
        .containsExactly("send q", "request", "process q", "process q", "process q");
    Told send = spans.get(0);
    assertThat(send.parentId()).isEqualTo(spans.get(1).spanId());
    for (Told first : spans.subList(2, 4)) {
      assertThat(first.traceId()).isEqualTo(send.traceId());
      assertThat(first.parentId()).isEqualTo(send.spanId());
    }
    assertThat(spans.get(4).traceId()).as("the later run").isNotEqualTo(send.traceId());
  }

  @Test
  void withOpenTelemetryTheFirstRunIsAChildAndALaterOneIsATraceOfItsOwn() throws Exception {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    var provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
    var own = provider.get("test");
    Tracer tracer = new OtelTracer(own, new OtelCurrentTraceContext(), event -> {});
    handledBy(
        tracer,
        new OtelPropagator(
            ContextPropagators.create(W3CTraceContextPropagator.getInstance()), own));
    enqueueAndRun(tracer);
    assertTheTrace(
        exporter.getFinishedSpanItems().stream()
            .map(span ->
                new Told(
                    span.getName(), span.getTraceId(), span.getSpanId(), span.getParentSpanId()))
            .toList());
    assertThat(exporter.getFinishedSpanItems().getLast().getAttributes().asMap().toString())
        .contains("awa.job.outcome=completed", "awa.job.attempt=2", "awa.job.enqueued_trace_id=");
  }

  private static Tracing brave(List<Told> spans, Propagation.Factory propagation) {
    return Tracing.newBuilder()
        .traceId128Bit(true)
        .propagationFactory(propagation)
        .addSpanHandler(
            new SpanHandler() {
              @Override
              public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                spans.add(
                    new Told(
                        String.valueOf(span.name()),
                        span.traceId(),
                        span.id(),
                        String.valueOf(span.parentId())));
                return true;
              }
            })
        .build();
  }

  @Test
  void withBraveTheFirstRunIsAChildAndALaterOneIsATraceOfItsOwn() throws Exception {
    List<Told> spans = new ArrayList<>();
    try (Tracing brave = brave(spans, new W3CPropagation())) {
      Tracer tracer =
          new BraveTracer(
              brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext()));
      handledBy(tracer, new BravePropagator(brave));
      enqueueAndRun(tracer);
    }
    assertTheTrace(spans);
  }

  @Test
  void aTracerThatWritesB3AloneGivesJobsNoContext() {
    List<Told> spans = new ArrayList<>();
    try (Tracing brave = brave(spans, B3Propagation.FACTORY)) {
      handledBy(
          new BraveTracer(
              brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext())),
          new BravePropagator(brave));
      long id = awa.enqueue(TestQueue.job("q", 1)).id();
      assertThat(queue.awa().jobs().find(id).orElseThrow().ext()).isEqualTo("{}");
    }
    assertThat(spans).hasSize(1);
  }

  @Test
  void timersOfObservationsHaveFewSeries() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      jobs.add(Job.of("kind " + i, i).withQueue("queue " + i));
    }
    jobs.forEach(awa::enqueue);
    try (InlineWorker worker =
        Worker.of(queue.dataSource())
            .handlerForAnyKind((args, context) -> Outcome.complete())
            .around(tracing)
            .inline()) {
      jobs.forEach(job -> assertThat(worker.runNext(job.queue())).isPresent());
    }
    assertThat(meters.find("awa.job.send").timers()).hasSize(101);
    assertThat(meters.find("awa.job.process").timers())
        .hasSize(101)
        .allMatch(timer -> "completed".equals(timer.getId().getTag("awa.job.outcome")));
    assertThat(meters.find("awa.job.process").timers().stream().mapToLong(Timer::count).sum())
        .isEqualTo(150);
  }

  @Test
  void aHandlerOfObservationsThatThrowsHarmsNoJob() {
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<>() {
              @Override
              public void onStop(Observation.Context context) {
                throw new IllegalStateException("bad handler");
              }

              @Override
              public void onScopeOpened(Observation.Context context) {
                throw new IllegalStateException("bad handler");
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
    try (LogLines log = new LogLines("dev.awa.metrics");
        InlineWorker worker =
            Worker.of(queue.dataSource())
                .handlerForAnyKind((args, context) -> Outcome.complete())
                .around(tracing)
                .inline()) {
      awa.enqueue(TestQueue.job("q", 1));
      assertThat(worker.runNext("q")).isPresent();
      assertThat(log.all()).singleElement().asString().contains("the tracer throws");
    }
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(1);
    assertThat(registry.getCurrentObservation()).as("left on this thread").isNull();
  }

  @Test
  void aRegistryOfNoHandlersCostsNothingAndGivesNoContext() {
    Awa none = queue.awa().preparing(MicrometerTracing.of(ObservationRegistry.NOOP).build());
    long id = none.enqueue(TestQueue.job("q", 1)).id();
    assertThat(queue.awa().jobs().find(id).orElseThrow().ext()).isEqualTo("{}");
  }
}
