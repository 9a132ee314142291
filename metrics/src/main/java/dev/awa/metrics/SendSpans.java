package dev.awa.metrics;

import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Preparer;
import dev.awa.TraceContext;
import dev.awa.metrics.SpanBackend.Destination;
import dev.awa.metrics.SpanBackend.Sent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one call that enqueues: one for each queue, however many jobs it is, and one for all
 * queues that are too many. A job that has a trace context already keeps it, and has no span.
 */
final class SendSpans implements Preparer.Preparation {
  private static final int QUEUES = 16;
  private static final Destination SEVERAL = new Destination(null, Tag.OTHER);

  private final SpanBackend backend;
  private final Caution caution;
  private final Values values;
  private final Map<Destination, Counted> spans = new HashMap<>();
  private long jobs;
  private @Nullable Enqueued first;

  SendSpans(SpanBackend backend, Caution caution, Values values) {
    this.backend = backend;
    this.caution = caution;
    this.values = values;
  }

  /** A span and how many jobs carry its context. */
  private static final class Counted {
    private final @Nullable Sent span;
    private final @Nullable TraceContext context;
    private long jobs;

    Counted(@Nullable Sent span, @Nullable TraceContext context) {
      this.span = span;
      this.context = context;
    }
  }

  @Override
  public Job<?> prepare(Job<?> job) {
    jobs++;
    if (job.traceContext() != null) {
      return job;
    }
    Counted span = spanOf(job.queue());
    span.jobs++;
    return span.context == null ? job : job.withTraceContext(span.context);
  }

  private Counted spanOf(String queue) {
    Destination own = new Destination(queue, values.of(Tag.QUEUE, queue));
    Destination to = spans.size() < QUEUES || spans.containsKey(own) ? own : SEVERAL;
    return spans.computeIfAbsent(to, this::begun);
  }

  private Counted begun(Destination to) {
    Sent span = caution.ask(() -> backend.send(to));
    return new Counted(span, span == null ? null : caution.ask(span::context));
  }

  @Override
  public void answered(Enqueued answer) {
    if (first == null) {
      first = answer;
    }
  }

  @Override
  public void end(@Nullable Throwable failure) {
    Enqueued only = jobs == 1 ? first : null;
    for (Counted counted : spans.values()) {
      Sent span = counted.span;
      if (span != null) {
        caution.tell(() -> span.end(counted.jobs, only, failure));
      }
    }
  }
}
