package dev.awa.event;

/**
 * Jobs of a dead worker became dead letters with the reason {@code crash_loop}: they had used up
 * their attempts when the worker died.
 *
 * @param workerId the dead worker
 * @param jobs how many; those of queues that keep no dead letters are not counted
 */
public record RescuedJobsFailed(long workerId, int jobs) implements MaintenanceEvent {
  @Override
  public String words() {
    return jobs
        + " jobs of dead worker "
        + workerId
        + " are dead letters: their attempts were used up when it died";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
