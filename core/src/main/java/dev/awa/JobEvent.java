package dev.awa;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job on this worker process. Events are handed out after the
 * transaction that made them true has committed, and in order for each job.
 */
public sealed interface JobEvent {
  /** The job, as this worker claimed it. */
  RunningJob job();

  /** A handler is about to be called. */
  record Started(RunningJob job) implements JobEvent {}

  /** The job is done. */
  record Completed(RunningJob job, Duration took) implements JobEvent {}

  /**
   * The attempt failed; the job will be tried again after the delay.
   *
   * @param error what is kept with the job
   * @param thrown what the handler threw; null when it threw nothing
   */
  record Retried(
      RunningJob job, Duration took, String error, Duration delay, @Nullable Throwable thrown)
      implements JobEvent {}

  /** The handler asked to be called again after the delay; the attempt does not count. */
  record Snoozed(RunningJob job, Duration took, Duration delay) implements JobEvent {}

  /** The handler cancelled the job. */
  record Cancelled(RunningJob job, Duration took, String reason) implements JobEvent {}

  /**
   * The job failed for good: its attempts are used up, or the handler said so.
   *
   * @param error what is kept with the job
   * @param thrown what the handler threw; null when it threw nothing
   */
  record Failed(
      RunningJob job, Duration took, String error, String reason, @Nullable Throwable thrown)
      implements JobEvent {}

  /**
   * The job was put back without an attempt: no handler here, no processor for it, or the worker
   * shut down.
   */
  record Released(RunningJob job, String reason) implements JobEvent {}

  /** The attempt ended, but the run was no longer this worker's: nothing was changed. */
  record Stale(RunningJob job, Duration took) implements JobEvent {}
}
