package dev.awa.event;

import dev.awa.RunningJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job on this worker. Events are handed out after the transaction that
 * made them true has committed, and in order for each job.
 */
public sealed interface JobEvent extends Event {
  /** The job, as this worker claimed it. */
  RunningJob job();

  /**
   * A handler is about to be called.
   *
   * @param waited how long the run had been ready, from the moment that its transaction wrote it,
   *     by the clock of the database; about a millisecond off
   */
  record Started(RunningJob job, Duration waited) implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " started after " + Words.span(waited);
    }
  }

  /**
   * The job is done.
   *
   * @param took how long the attempt took
   */
  record Completed(RunningJob job, Duration took) implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " completed after " + Words.span(took);
    }
  }

  /**
   * The attempt failed; the job will be tried again after the delay.
   *
   * @param took how long the attempt took
   * @param error what is kept with the job
   * @param thrown what the handler threw; null when it threw nothing
   */
  record Retried(
      RunningJob job, Duration took, String error, Duration delay, @Nullable Throwable thrown)
      implements JobEvent {
    @Override
    public String words() {
      return Words.of(job)
          + " failed after "
          + Words.span(took)
          + ", again in "
          + Words.span(delay)
          + ": "
          + error;
    }
  }

  /** The handler asked to be called again after the delay; the attempt does not count. */
  record Snoozed(RunningJob job, Duration took, Duration delay) implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " was snoozed, again in " + Words.span(delay);
    }
  }

  /** The handler cancelled the job. */
  record Cancelled(RunningJob job, Duration took, String reason) implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " was cancelled by its handler: " + reason;
    }
  }

  /**
   * The job failed for good: its attempts are used up, or the handler said so.
   *
   * @param took how long the attempt took
   * @param error what is kept with the job
   * @param reason why there is no other attempt: a word
   * @param thrown what the handler threw; null when it threw nothing
   * @param deadLetter whether the job is a dead letter now; false when its queue keeps none, as far
   *     as this worker knows: within five seconds of a change of this setting it may not
   */
  record Failed(
      RunningJob job,
      Duration took,
      String error,
      String reason,
      @Nullable Throwable thrown,
      boolean deadLetter)
      implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " failed for good (" + reason + "): " + error;
    }
  }

  /**
   * The job was put back without an attempt: no handler here, no processor for it, or the worker
   * shut down.
   *
   * @param delay zero when it may be claimed again at once. Otherwise this worker can't run it, and
   *     it waits for another worker meanwhile: its kind has no handler here, its arguments are of a
   *     newer version or encrypted with a key that is unknown here, or memory has run out
   */
  record Released(RunningJob job, String reason, Duration delay) implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " was put back: " + reason;
    }
  }

  /** The attempt ended, but the run was no longer this worker's: nothing was changed. */
  record Stale(RunningJob job, Duration took) implements JobEvent {
    @Override
    public String words() {
      return Words.of(job) + " ended too late: the run was no longer this worker's";
    }
  }
}
