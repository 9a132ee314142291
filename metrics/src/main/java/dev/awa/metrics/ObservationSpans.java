package dev.awa.metrics;

import dev.awa.Enqueued;
import dev.awa.RunningJob;
import dev.awa.TraceContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes observations. What has few values, whatever queues and kinds there are, is of low
 * cardinality, as meters need it.
 */
final class ObservationSpans implements SpanBackend {
  private final ObservationRegistry registry;

  ObservationSpans(ObservationRegistry registry) {
    this.registry = registry;
  }

  private Observation observation(Observation.Context context, Destination at, String operation) {
    return Observation.createNotStarted("awa.job." + operation, () -> context, registry)
        .contextualName(at.spanName(operation))
        .lowCardinalityKeyValue(Attribute.SYSTEM, "awa")
        .lowCardinalityKeyValue(Attribute.OPERATION_NAME, operation)
        .lowCardinalityKeyValue(Attribute.OPERATION_TYPE, operation)
        .lowCardinalityKeyValue(Attribute.DESTINATION, at.told());
  }

  // --- enqueue ---

  @Override
  public Sent send(Destination to) {
    Map<String, String> carrier = new HashMap<>();
    SenderContext<Map<String, String>> context =
        new SenderContext<>(
            (headers, name, value) -> Objects.requireNonNull(headers).put(name, value),
            Kind.PRODUCER);
    context.setCarrier(carrier);
    return new SentObservation(observation(context, to, "send").start(), carrier);
  }

  private record SentObservation(Observation observation, Map<String, String> carrier)
      implements Sent {
    @Override
    public @Nullable TraceContext context() {
      return TraceContext.ifValid(carrier.get("traceparent"), carrier.get("tracestate"))
          .orElse(null);
    }

    @Override
    public void end(long jobs, @Nullable Enqueued only, @Nullable Throwable failure) {
      try {
        if (only == null) {
          observation.highCardinalityKeyValue(Attribute.BATCH_COUNT, Long.toString(jobs));
        } else {
          observation.highCardinalityKeyValue(Attribute.MESSAGE_ID, Long.toString(only.id()));
          observation.highCardinalityKeyValue(
              Attribute.DUPLICATE, Boolean.toString(only.duplicate()));
        }
        if (failure != null) {
          observation.error(failure);
        }
      } finally {
        observation.stop();
      }
    }
  }

  // --- attempts ---

  @Override
  public Processed process(RunningJob job, Destination from, String kind, boolean child) {
    TraceContext enqueued = job.traceContext();
    boolean extracts = child && registry.getCurrentObservation() == null;
    ReceiverContext<RunningJob> context =
        new ReceiverContext<>((carrier, name) -> extracts ? field(enqueued, name) : null);
    context.setCarrier(job);
    Observation observation =
        observation(context, from, "process")
            .lowCardinalityKeyValue(Attribute.KIND, kind)
            .highCardinalityKeyValue(Attribute.MESSAGE_ID, Long.toString(job.id()))
            .highCardinalityKeyValue(Attribute.ATTEMPT, Integer.toString(job.attempt()))
            .highCardinalityKeyValue(Attribute.RUN_NO, Integer.toString(job.runNo()));
    if (enqueued != null) {
      observation.highCardinalityKeyValue(Attribute.ENQUEUED_TRACE, enqueued.traceId());
    }
    observation.start();
    return opened(observation);
  }

  /**
   * Makes an observation current. When one of its handlers throws meanwhile, Micrometer leaves the
   * observation current on this thread.
   */
  private ProcessObservation opened(Observation observation) {
    Observation.@Nullable Scope before = registry.getCurrentObservationScope();
    Runnable restoring = () -> registry.setCurrentObservationScope(before);
    try {
      return new ProcessObservation(observation, observation.openScope(), restoring);
    } catch (Throwable e) {
      restoring.run();
      observation.stop();
      throw e;
    }
  }

  private static @Nullable String field(@Nullable TraceContext context, String name) {
    return context == null
        ? null
        : switch (name) {
          case "traceparent" -> context.traceparent();
          case "tracestate" -> context.tracestate();
          default -> null;
        };
  }

  /**
   * An observation that is current.
   *
   * @param restoring makes current what was so before
   */
  private record ProcessObservation(
      Observation observation, Observation.Scope scope, Runnable restoring) implements Processed {
    @Override
    public void end(Result result) {
      try (scope) {
        observation.lowCardinalityKeyValue(Attribute.OUTCOME, result.outcome());
        if (result.thrown() != null) {
          observation.error(result.thrown());
        } else if (result.isError()) {
          observation.error(new AttemptFailed(result));
        }
      } finally {
        restoring.run();
        observation.stop();
      }
    }
  }

  /** Stands for an attempt that has failed without an exception. */
  private static final class AttemptFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttemptFailed(Result result) {
      super(Objects.requireNonNullElse(result.reason(), result.outcome()), null, false, false);
    }
  }
}
