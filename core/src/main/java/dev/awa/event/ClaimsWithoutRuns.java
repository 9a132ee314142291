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
    return "worker "
        + workerId
        + " ("
        + name
        + "): has open claims whose runs are not in the ready log; were rows deleted there by"
        + " hand?";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
