package dev.awa.event;

/**
 * A worker that nobody knows has runs open; it counts as dead from now on, and they are rescued.
 *
 * @param workerId the worker, as its claims name it
 */
public record UnknownWorkerFound(long workerId) implements MaintenanceEvent {
  @Override
  public String words() {
    return "worker "
        + workerId
        + " is not known and has open runs, which are rescued now; was its row deleted by hand?";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
