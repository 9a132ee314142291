package dev.awa.event;

import java.time.Duration;

/**
 * Runs that a dead worker had open were closed, so that their jobs run again or are dead letters.
 *
 * @param workerId the dead worker
 * @param runs how many, in this step
 * @param took how long the step took, to find and to close them
 */
public record RunsRescued(long workerId, int runs, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "rescued " + runs + " runs of worker " + workerId + " in " + Words.span(took);
  }
}
