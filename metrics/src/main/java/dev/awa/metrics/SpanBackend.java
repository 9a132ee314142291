package dev.awa.metrics;

import dev.awa.Enqueued;
import dev.awa.RunningJob;
import dev.awa.TraceContext;
import org.jspecify.annotations.Nullable;

/** Makes spans with one library. May throw, or be slow: {@link Caution} stands before it. */
interface SpanBackend {
  /** Begins the span of a call that enqueues to a queue. */
  Sent send(Destination to);

  /**
   * Begins the span of an attempt and makes it current on this thread, until it is ended.
   *
   * @param kind the kind of the job, as it may be told in a tag
   * @param child whether the span is a child of the one in which the job was enqueued
   */
  Processed process(RunningJob job, Destination from, String kind, boolean child);

  /**
   * A queue, as spans tell of it.
   *
   * @param queue its name; null for several queues
   * @param told the name if it is one of those that are told apart, else "other"
   */
  record Destination(@Nullable String queue, String told) {
    /** Few names, whatever queues there are: the operation alone when the queue is not told. */
    String spanName(String operation) {
      return told.equals(queue) ? operation + " " + queue : operation;
    }
  }

  /** The span of a call that enqueues. */
  interface Sent {
    /** What the jobs of the call carry; null when nobody traces. */
    @Nullable TraceContext context();

    /**
     * Ends the span.
     *
     * @param jobs how many jobs carry its context
     * @param only the answer when that was the only job of the call, else null
     * @param failure what the call threw; null when it returned
     */
    void end(long jobs, @Nullable Enqueued only, @Nullable Throwable failure);
  }

  /** The span of an attempt. */
  interface Processed {
    /** Ends the span, which is no longer current. */
    void end(Result result);
  }

  /**
   * How an attempt ended.
   *
   * @param outcome completed, retried, failed, cancelled, snoozed or released
   * @param reason what the handler says of it; null when it says nothing
   * @param thrown what it threw; null when it returned
   */
  record Result(String outcome, @Nullable String reason, @Nullable Throwable thrown) {
    /** Whether the attempt has failed. */
    boolean isError() {
      return outcome.equals("retried") || outcome.equals("failed");
    }
  }
}
