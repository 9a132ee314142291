package dev.awa.metrics;

import dev.awa.Interceptor;
import dev.awa.JobContext;
import dev.awa.Outcome;
import dev.awa.Preparer;
import dev.awa.RunningJob;
import dev.awa.metrics.SpanBackend.Destination;
import dev.awa.metrics.SpanBackend.Processed;
import dev.awa.metrics.SpanBackend.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The traces of a client and of a worker. Give it to both:
 *
 * <pre>{@code
 * AwaTracing tracing = OpenTelemetryTracing.of(openTelemetry).build();
 * Awa awa = Awa.of(dataSource).preparing(tracing);
 * Worker worker = Worker.of(dataSource).queue("mail", 50).around(tracing).start();
 * }</pre>
 *
 * <p>A call that enqueues is a span "send mail" of the kind PRODUCER, and its jobs carry the
 * context of that span. Each attempt is a span "process mail" of the kind CONSUMER, current while
 * the handler runs. The first run of a job is a child of the span in which the job was enqueued, if
 * it begins soon ({@link Builder#childFor}); each later run is a trace of its own with a link to
 * that span.
 *
 * <p>A tracer that throws affects no job: the log tells of it once. A slow tracer makes calls and
 * attempts slow, for it works on their threads; the log tells of that once, too. Safe for use by
 * several threads, clients and workers.
 */
public final class AwaTracing implements Preparer, Interceptor {
  private static final int TOLD_APART = 100;

  private final Caution caution = new Caution();
  private final Values values = new Values(TOLD_APART);
  private final SpanBackend backend;
  private final Duration childFor;

  private AwaTracing(Builder builder) {
    backend = builder.backend;
    childFor = builder.childFor;
  }

  /** A call that enqueues begins. Called by the client. */
  @Override
  public Preparation begin() {
    return new SendSpans(backend, caution, values);
  }

  /** Traces an attempt. Called by the worker. */
  @Override
  public Outcome around(JobContext context, Callable<Outcome> next) throws Exception {
    RunningJob job = context.job();
    Destination from = new Destination(job.queue(), values.of(Tag.QUEUE, job.queue()));
    String kind = values.of(Tag.KIND, job.kind());
    Processed span = caution.ask(() -> backend.process(job, from, kind, isChild(job)));
    if (span == null) {
      return next.call();
    }
    Outcome outcome;
    try {
      outcome = next.call();
    } catch (Throwable e) {
      caution.tell(() -> span.end(new Result(afterThrowing(context), null, e)));
      throw e;
    }
    caution.tell(() -> span.end(result(outcome, job)));
    return outcome;
  }

  /** Later runs, and late ones, would make a trace that lasts for hours or days. */
  private boolean isChild(RunningJob job) {
    return job.runNo() == 1
        && Duration.between(job.createdAt(), Instant.now()).compareTo(childFor) < 0;
  }

  private static String afterThrowing(JobContext context) {
    return context.isCancelled() ? "released" : afterFailing(context.job());
  }

  private static String afterFailing(RunningJob job) {
    return job.isLastAttempt() ? "failed" : "retried";
  }

  private static Result result(@Nullable Outcome outcome, RunningJob job) {
    return switch (outcome) {
      case null -> new Result("completed", null, null);
      case Outcome.Complete ignored -> new Result("completed", null, null);
      case Outcome.Retry retry -> new Result(afterFailing(job), retry.reason(), null);
      case Outcome.RetryAfter retry -> new Result(afterFailing(job), retry.reason(), null);
      case Outcome.Snooze ignored -> new Result("snoozed", null, null);
      case Outcome.Cancel cancel -> new Result("cancelled", cancel.reason(), null);
      case Outcome.Fail fail -> new Result("failed", fail.reason(), null);
    };
  }

  /** What traces are made of. */
  public static final class Builder {
    private final SpanBackend backend;
    private Duration childFor = Duration.ofMinutes(10);

    Builder(SpanBackend backend) {
      this.backend = backend;
    }

    /**
     * How soon after the enqueue the first run of a job has to begin to be a child of the span in
     * which the job was enqueued. Later it is a trace of its own with a link to that span, as each
     * retry is: a trace that goes on for hours is cut by most tools. Default: 10 minutes; zero for
     * links alone.
     *
     * @throws IllegalArgumentException when the time is negative
     */
    public Builder childFor(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("childFor: must be zero or more, got " + time);
      }
      childFor = time;
      return this;
    }

    /** The traces, to be given to clients and workers. */
    public AwaTracing build() {
      return new AwaTracing(this);
    }
  }
}
