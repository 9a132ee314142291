package dev.awa;

import org.jspecify.annotations.Nullable;

/**
 * What became of the wish to run a failed or cancelled job again.
 *
 * @param jobId the job
 * @param verdict what was done
 * @param holder the job that holds the unique key which this one needs; null unless the verdict is
 *     {@link Verdict#DUPLICATE}
 * @param unhandled a warning that no living worker has a handler for the job, which runs again all
 *     the same; null when one has or may have, and when the job does not run again
 */
public record Retried(
    long jobId, Verdict verdict, @Nullable Long holder, @Nullable Unhandled unhandled) {
  /** What was done with the job. */
  public enum Verdict {
    /** It runs again, at once: with its id, its errors, its ordering key, and all its attempts. */
    RETRIED,
    /** Nothing: another job holds its unique key. Cancel that one, or let it end. */
    DUPLICATE,
    /** Nothing: the database could not read a part of the job when it failed. */
    UNREADABLE,
    /** Nothing: it has not ended. */
    NOT_FINISHED,
    /** Nothing: it is done. */
    COMPLETED,
    /** Nothing: there is no such job, or its history is no longer kept. */
    UNKNOWN
  }

  /** Whether the job runs again. */
  public boolean isRetried() {
    return verdict == Verdict.RETRIED;
  }
}
