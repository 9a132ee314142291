package dev.awa.metrics;

import dev.awa.Enqueued;
import dev.awa.RunningJob;
import dev.awa.TraceContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes spans with OpenTelemetry, as its conventions for messaging say. */
final class OpenTelemetrySpans implements SpanBackend {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private final Tracer tracer;

  OpenTelemetrySpans(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("awa");
  }

  private SpanBuilder span(Destination at, String operation, SpanKind kind) {
    SpanBuilder span =
        tracer
            .spanBuilder(at.spanName(operation))
            .setSpanKind(kind)
            .setAttribute(Attribute.SYSTEM, "awa")
            .setAttribute(Attribute.OPERATION_NAME, operation)
            .setAttribute(Attribute.OPERATION_TYPE, operation);
    return at.queue() == null ? span : span.setAttribute(Attribute.DESTINATION, at.queue());
  }

  // --- enqueue ---

  @Override
  public Sent send(Destination to) {
    Span span = span(to, "send", SpanKind.PRODUCER).startSpan();
    return new SentSpan(span);
  }

  private record SentSpan(Span span) implements Sent {
    @Override
    public @Nullable TraceContext context() {
      Map<String, String> carrier = new HashMap<>();
      W3C.inject(
          Context.root().with(span),
          carrier,
          (headers, name, value) -> Objects.requireNonNull(headers).put(name, value));
      return TraceContext.ifValid(carrier.get("traceparent"), carrier.get("tracestate"))
          .orElse(null);
    }

    @Override
    public void end(long jobs, @Nullable Enqueued only, @Nullable Throwable failure) {
      try {
        if (only == null) {
          span.setAttribute(Attribute.BATCH_COUNT, jobs);
        } else {
          span.setAttribute(Attribute.MESSAGE_ID, Long.toString(only.id()));
          span.setAttribute(Attribute.DUPLICATE, only.duplicate());
        }
        if (failure != null) {
          fail(span, failure);
        }
      } finally {
        span.end();
      }
    }
  }

  private static void fail(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR, failure.getClass().getName());
    span.setAttribute(Attribute.ERROR_TYPE, failure.getClass().getName());
    span.recordException(failure);
  }

  // --- attempts ---

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the scope is closed at the end of the attempt
  public Processed process(RunningJob job, Destination from, String kind, boolean child) {
    SpanBuilder builder =
        span(from, "process", SpanKind.CONSUMER)
            .setAttribute(Attribute.MESSAGE_ID, Long.toString(job.id()))
            .setAttribute(Attribute.KIND, job.kind())
            .setAttribute(Attribute.ATTEMPT, (long) job.attempt())
            .setAttribute(Attribute.RUN_NO, (long) job.runNo());
    relate(builder, job.traceContext(), child);
    Span span = builder.startSpan();
    return new ProcessSpan(span, span.makeCurrent());
  }

  /** A span that is current already, around an inline worker, stays the parent. */
  private static void relate(SpanBuilder span, @Nullable TraceContext enqueued, boolean child) {
    if (enqueued == null) {
      return;
    }
    Context extracted = W3C.extract(Context.root(), enqueued, FIELDS);
    if (child && !Span.current().getSpanContext().isValid()) {
      span.setParent(extracted);
      return;
    }
    SpanContext link = Span.fromContext(extracted).getSpanContext();
    if (link.isValid()) {
      span.addLink(link);
    }
  }

  private static final TextMapGetter<TraceContext> FIELDS =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // older versions, as that of Spring Boot 4.1, need it
        public Iterable<String> keys(TraceContext context) {
          return W3C.fields();
        }

        @Override
        public @Nullable String get(@Nullable TraceContext context, String name) {
          return context == null
              ? null
              : switch (name) {
                case "traceparent" -> context.traceparent();
                case "tracestate" -> context.tracestate();
                default -> null;
              };
        }
      };

  private record ProcessSpan(Span span, Scope scope) implements Processed {
    @Override
    public void end(Result result) {
      try (scope) {
        span.setAttribute(Attribute.OUTCOME, result.outcome());
        if (result.thrown() != null) {
          fail(span, result.thrown());
        } else if (result.isError()) {
          span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(result.reason(), ""));
          span.setAttribute(Attribute.ERROR_TYPE, result.outcome());
        }
      } finally {
        span.end();
      }
    }
  }
}
