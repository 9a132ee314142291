package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one run of a job: an attempt, or a run that was snoozed, put back or cancelled.
 * Times and workers of runs are known while the logs keep them ({@code keep_history}); afterwards
 * what the error of a run says, for the last ten runs that have one.
 *
 * @param runNo which run of the job, from 1
 * @param attempt which attempt it is, or would have been
 * @param cause why the run came: {@link #ENQUEUED}, the outcome of the run before, or {@link
 *     #BY_HAND}; null when it is no longer known
 * @param readyAt when it was ready to be claimed; null when it is no longer known
 * @param startedAt when a worker took it; null when none has, or it is not known
 * @param endedAt when it ended; null while it waits or runs
 * @param outcome how it ended: {@code completed}, {@code retried}, {@code snoozed}, {@code
 *     released}, {@code failed}, {@code cancelled}, {@code rescued} or {@code deadline_expired};
 *     null while it waits or runs, and when it was cancelled or changed before a worker took it
 * @param worker the name of the worker that had it; null when none had, or it is not known
 * @param error why it failed, was put back or was cancelled, with the stack of an exception; null
 *     when it has none
 * @param output the last 4 KiB of what its handler printed; null for nothing
 */
public record JobAttempt(
    int runNo,
    int attempt,
    @Nullable String cause,
    @Nullable Instant readyAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String outcome,
    @Nullable String worker,
    @Nullable String error,
    @Nullable String output) {
  /** The cause of the first run. */
  public static final String ENQUEUED = "enqueued";

  /**
   * The cause of a run that somebody asked for: the job had failed or was cancelled and was
   * retried, or it was changed while it waited.
   */
  public static final String BY_HAND = "by hand";
}
