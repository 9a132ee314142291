package dev.awa.event;

/**
 * A session of the database keeps the locks of a worker that is silent, and the role of this worker
 * may not end it. Told the first time, and each time that the tries have doubled.
 *
 * @param pid its server process
 * @param role whose it is
 * @param workerId the silent worker
 */
public record SessionNotEnded(int pid, String role, long workerId) implements MaintenanceEvent {
  @Override
  public String words() {
    return "server process "
        + pid
        + " keeps the locks of worker "
        + workerId
        + ", which is silent, and may not be ended from here: it is of role \""
        + role
        + "\". Its jobs are not rescued and its stripe is not claimed from until it ends. Do SELECT"
        + " pg_terminate_backend("
        + pid
        + ") as that role or as a superuser; GRANT that role, or pg_signal_backend, to the role of"
        + " the workers, so that they can";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
