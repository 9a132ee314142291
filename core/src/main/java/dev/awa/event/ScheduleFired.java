package dev.awa.event;

import java.time.Duration;
import java.time.Instant;

/**
 * A schedule was due, and its job was enqueued.
 *
 * @param schedule the name of the schedule
 * @param plannedAt the time that the job was planned for
 * @param jobId the job
 * @param late how much later than planned it was enqueued; long after an outage
 */
public record ScheduleFired(String schedule, Instant plannedAt, long jobId, Duration late)
    implements MaintenanceEvent {
  @Override
  public String words() {
    return "schedule \""
        + schedule
        + "\" fired for "
        + plannedAt
        + ": job "
        + jobId
        + ", "
        + Words.span(late)
        + " late";
  }
}
