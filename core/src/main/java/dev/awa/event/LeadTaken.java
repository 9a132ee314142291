package dev.awa.event;

/**
 * The worker leads from now on: it does maintenance for all.
 *
 * @param workerId the worker, by its id
 * @param term which leadership this is; it grows with every change of leader
 */
public record LeadTaken(long workerId, long term) implements MaintenanceEvent {
  @Override
  public String words() {
    return "leads from now on, as worker " + workerId + ", term " + term;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
