package dev.awa.event;

import java.time.Duration;

/**
 * History was deleted that was kept for its time: failed and cancelled jobs, and dead letters.
 *
 * @param jobs how many rows; a step deletes about 1000
 * @param took how long the step took
 */
public record HistoryPurged(long jobs, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "deleted " + jobs + " jobs whose history was kept for its time, in " + Words.span(took);
  }
}
