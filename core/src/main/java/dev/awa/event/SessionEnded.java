package dev.awa.event;

/**
 * A session of the database was ended because it kept the locks of a worker that is silent.
 *
 * @param pid its server process
 * @param workerId the silent worker
 */
public record SessionEnded(int pid, long workerId) implements MaintenanceEvent {
  @Override
  public String words() {
    return "server process "
        + pid
        + " was ended: it kept the locks of worker "
        + workerId
        + ", which is silent";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
