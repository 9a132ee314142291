package dev.awa.event;

import java.time.Instant;

/**
 * A schedule was due, and no job was enqueued, because the job of an earlier fire had not ended.
 *
 * @param schedule the name of the schedule
 * @param plannedAt the time that was skipped
 * @param jobId the job that had not ended
 */
public record FireSkipped(String schedule, Instant plannedAt, long jobId)
    implements MaintenanceEvent {
  @Override
  public String words() {
    return "schedule \""
        + schedule
        + "\" skipped "
        + plannedAt
        + ": job "
        + jobId
        + " of an earlier fire has not ended";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
