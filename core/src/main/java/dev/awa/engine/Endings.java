package dev.awa.engine;

import dev.awa.JobState;
import dev.awa.Limits;
import dev.awa.Outcome;
import java.time.Duration;

/**
 * Decides what follows from an attempt: the one pure function for a handler that returned, a
 * handler that threw and a worker that died.
 */
public final class Endings {
  private static final Ending DONE =
      new Ending(Closure.COMPLETED, new Ending.Next.Completed(), null);

  private static final String WORKER_DIED = "the worker died or lost the database";

  private Endings() {}

  /**
   * What follows from what a handler said.
   *
   * @param outcome what the handler said
   * @param attempt which attempt this was, from 1
   * @param maxAttempts how many there may be
   * @param backoff how long to wait after this attempt when the handler does not say
   */
  public static Ending of(Outcome outcome, int attempt, int maxAttempts, Duration backoff) {
    return switch (outcome) {
      case Outcome.Complete ignored -> DONE;
      case Outcome.Retry retry -> retry(retry.reason(), attempt, maxAttempts, backoff);
      case Outcome.RetryAfter retry -> retry(retry.reason(), attempt, maxAttempts, retry.delay());
      case Outcome.Snooze snooze ->
          new Ending(Closure.SNOOZED, again(snooze.delay(), JobState.SCHEDULED, attempt - 1), null);
      case Outcome.Cancel cancel ->
          new Ending(
              Closure.CANCELLED, new Ending.Next.Cancelled(cancel.reason()), cancel.reason());
      case Outcome.Fail fail ->
          new Ending(Closure.FAILED, new Ending.Next.Failed("failed_by_handler"), fail.reason());
    };
  }

  /**
   * The run was not tried, or its handler did not get to its end: put back, the attempt does not
   * count.
   */
  public static Ending released(int attempt, Duration delay, String why) {
    return new Ending(Closure.RELEASED, again(delay, JobState.SCHEDULED, attempt - 1), why);
  }

  /**
   * The worker died while it ran the attempt. The attempt counts, so that a job that kills its
   * worker comes to an end. The first time the job runs again at once; after that it waits like any
   * other failure.
   */
  public static Ending rescued(int attempt, int maxAttempts, Duration backoff) {
    if (attempt >= maxAttempts) {
      return new Ending(Closure.RESCUED, new Ending.Next.Failed("crash_loop"), WORKER_DIED);
    }
    Duration delay = attempt == 1 ? Duration.ZERO : backoff;
    return new Ending(Closure.RESCUED, again(delay, JobState.RETRYABLE, attempt), WORKER_DIED);
  }

  /** The attempt took longer than its deadline. */
  public static Ending expired(Duration deadline, int attempt, int maxAttempts, Duration backoff) {
    Ending failed =
        retry("took longer than its deadline of " + deadline, attempt, maxAttempts, backoff);
    return new Ending(Closure.DEADLINE_EXPIRED, failed.next(), failed.error());
  }

  /** The server can't read the job's row: nothing can be run. The attempt counts. */
  public static Ending unreadable(String why) {
    return new Ending(
        Closure.FAILED, new Ending.Next.Failed("unreadable"), "the job could not be read: " + why);
  }

  private static Ending retry(String error, int attempt, int maxAttempts, Duration delay) {
    if (attempt >= maxAttempts) {
      return new Ending(Closure.FAILED, new Ending.Next.Failed("max_attempts_exhausted"), error);
    }
    return new Ending(Closure.RETRIED, again(delay, JobState.RETRYABLE, attempt), error);
  }

  private static Ending.Next again(Duration delay, JobState state, int attempts) {
    Duration bounded = delay.compareTo(Limits.MAX_DELAY) > 0 ? Limits.MAX_DELAY : delay;
    long micros = bounded.isNegative() ? 0 : bounded.toNanos() / 1000;
    return new Ending.Next.Again(micros, state, attempts);
  }
}
