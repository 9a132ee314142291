package dev.awa.event;

/**
 * Every run that a dead worker had open was rescued; it is known no longer.
 *
 * @param workerId the dead worker
 * @param name how people called it
 */
public record WorkerRescued(long workerId, String name) implements MaintenanceEvent {
  @Override
  public String words() {
    return "worker " + workerId + " (" + name + "): every run it had open was rescued";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
