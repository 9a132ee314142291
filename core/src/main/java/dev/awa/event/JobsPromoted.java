package dev.awa.event;

import java.time.Duration;

/**
 * Deferred jobs that were due were moved to the ready log.
 *
 * @param jobs how many; a step moves 1000 at most
 * @param took how long the step took
 * @param late how overdue the next job is that the step has left; zero when no other is due
 */
public record JobsPromoted(int jobs, Duration took, Duration late) implements MaintenanceEvent {
  @Override
  public String words() {
    return "promoted " + jobs + " deferred jobs in " + Words.span(took);
  }
}
