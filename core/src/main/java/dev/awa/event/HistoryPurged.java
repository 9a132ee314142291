package dev.awa.event;

import java.time.Duration;

/**
 * Failed jobs, cancelled jobs and dead letters were deleted because they had been kept for their
 * time ({@code keepFailed} and {@code keepDeadLetters} of {@link dev.awa.StorageSettings}).
 *
 * @param jobs how many were deleted; a step deletes about 1000
 * @param deadLetters how many of them were dead letters
 * @param took how long the step took
 */
public record HistoryPurged(long jobs, long deadLetters, Duration took)
    implements MaintenanceEvent {
  @Override
  public String words() {
    return "deleted "
        + jobs
        + " failed jobs, cancelled jobs and dead letters ("
        + deadLetters
        + ") that had been kept for their time, in "
        + Words.span(took);
  }
}
