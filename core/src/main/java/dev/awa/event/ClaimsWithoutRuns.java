package dev.awa.event;

/**
 * A dead worker has open claims, and none of their runs is in the ready log.
 *
 * @param workerId the dead worker
 * @param name how people called it
 */
public record ClaimsWithoutRuns(long workerId, String name) implements MaintenanceEvent {
  @Override
  public String words() {
    return "dead worker "
        + workerId
        + " ("
        + name
        + ") has open claims, but none of their runs is in the ready log: these runs can't be"
        + " rescued, and their segments are not pruned. Were rows of the ready log deleted by"
        + " hand?";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
