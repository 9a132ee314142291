package dev.awa.test;

import dev.awa.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Assertions about what a handler says follows. Each throws an {@link AssertionError}. */
public final class OutcomeAssert {
  private final @Nullable Outcome outcome;

  private OutcomeAssert(@Nullable Outcome outcome) {
    this.outcome = outcome;
  }

  /** Asserts something of an outcome; null is {@link Outcome#complete}, as it is for a worker. */
  public static OutcomeAssert assertThatOutcome(@Nullable Outcome outcome) {
    return new OutcomeAssert(outcome == null ? Outcome.complete() : outcome);
  }

  /** The work is done. */
  public OutcomeAssert isCompleted() {
    return is("completed", outcome instanceof Outcome.Complete);
  }

  /** The attempt failed, and is tried again after some time. */
  public OutcomeAssert isRetried() {
    return is("retried", outcome instanceof Outcome.Retry || outcome instanceof Outcome.RetryAfter);
  }

  /** The attempt failed, and is tried again after this time. */
  public OutcomeAssert isRetriedAfter(Duration delay) {
    return is(
        "retried after " + delay,
        outcome instanceof Outcome.RetryAfter after && after.delay().equals(delay));
  }

  /** The attempt does not count, and the next one comes after this time. */
  public OutcomeAssert isSnoozed(Duration delay) {
    return is(
        "snoozed for " + delay,
        outcome instanceof Outcome.Snooze snooze && snooze.delay().equals(delay));
  }

  /** The work is no longer wanted. */
  public OutcomeAssert isCancelled() {
    return is("cancelled", outcome instanceof Outcome.Cancel);
  }

  /** The work can't be done. */
  public OutcomeAssert isFailed() {
    return is("failed for good", outcome instanceof Outcome.Fail);
  }

  private OutcomeAssert is(String expected, boolean so) {
    if (!so) {
      throw new AssertionError("expected: " + expected + ", the handler said: " + outcome);
    }
    return this;
  }
}
