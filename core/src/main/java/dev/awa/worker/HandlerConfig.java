package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.RunningJob;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a handler, for all jobs of its kind on this worker. Immutable; begin with {@link
 * #defaults} and change what needs it with the {@code with...} methods, which throw an {@link
 * IllegalArgumentException} for a value out of its range.
 */
public final class HandlerConfig {
  private static final HandlerConfig DEFAULTS =
      new HandlerConfig(Backoff.exponential(), Limits.MAX_ATTEMPTS, null);

  private final Backoff backoff;
  private final int maxAttempts;
  private final @Nullable Duration deadline;

  private HandlerConfig(Backoff backoff, int maxAttempts, @Nullable Duration deadline) {
    if (maxAttempts < 1 || maxAttempts > Limits.MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "handler maxAttempts: must be 1 to " + Limits.MAX_ATTEMPTS + ", got " + maxAttempts);
    }
    if (deadline != null
        && (deadline.compareTo(Limits.MIN_DEADLINE) < 0
            || deadline.compareTo(Limits.MAX_DEADLINE) > 0)) {
      throw new IllegalArgumentException(
          "handler deadline: must be 1 ms to 7 days, got " + deadline);
    }
    this.backoff = backoff;
    this.maxAttempts = maxAttempts;
    this.deadline = deadline;
  }

  /** The usual back-off; attempts and deadline as the job and the worker say. */
  public static HandlerConfig defaults() {
    return DEFAULTS;
  }

  /** How long a failed job waits; default {@link Backoff#exponential}. */
  public Backoff backoff() {
    return backoff;
  }

  /**
   * How often a job is tried at most, 1 to 1000, where the job itself does not allow fewer; default
   * 1000. It counts when an attempt fails on this worker. A worker that dies leaves the job to be
   * tried as often as the job says.
   */
  public int maxAttempts() {
    return maxAttempts;
  }

  /**
   * How long an attempt may take of a job that says nothing of it, 1 ms to 7 days; default null, as
   * {@link WorkerConfig#deadline} says.
   */
  public @Nullable Duration deadline() {
    return deadline;
  }

  /** The same settings with another {@link #backoff}. */
  public HandlerConfig withBackoff(Backoff value) {
    return new HandlerConfig(Objects.requireNonNull(value), maxAttempts, deadline);
  }

  /** The same settings with other {@link #maxAttempts}. */
  public HandlerConfig withMaxAttempts(int value) {
    return new HandlerConfig(backoff, value, deadline);
  }

  /** The same settings with another {@link #deadline}. */
  public HandlerConfig withDeadline(@Nullable Duration value) {
    return new HandlerConfig(backoff, maxAttempts, value);
  }

  /** The job as its handler is given it. */
  RunningJob limit(RunningJob job) {
    int most = Math.min(job.maxAttempts(), maxAttempts);
    Duration longest = job.deadline() == null ? deadline : job.deadline();
    return new RunningJob(
        job.id(),
        job.runNo(),
        job.kind(),
        job.queue(),
        job.priority(),
        job.attempt(),
        most,
        job.createdAt(),
        job.readyAt(),
        longest,
        job.tags(),
        job.metadata(),
        job.traceContext());
  }
}
