package dev.awa.event;

/**
 * A session of the database holds the locks of a worker that is silent, and the role of this worker
 * may not end the session. Announced at the first try, and then whenever the number of tries has
 * doubled.
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
        + " holds the locks of worker "
        + workerId
        + ", which is silent. The process has the role \""
        + role
        + "\", and the role of this worker may not end it. Until the process ends, the jobs of"
        + " worker "
        + workerId
        + " are not rescued, and nothing is claimed from its stripe. Run SELECT"
        + " pg_terminate_backend("
        + pid
        + ") as \""
        + role
        + "\" or as a superuser. To let workers do so themselves, GRANT \""
        + role
        + "\" or pg_signal_backend to their role";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
