package dev.awa.event;

/**
 * The worker was declared dead, or the database has failed over: its attempts are cancelled, and it
 * begins anew under another id.
 *
 * @param workerId the id that it had
 */
public record DeclaredDead(long workerId) implements WorkerEvent {
  @Override
  public String words() {
    return "worker "
        + workerId
        + " was declared dead, or the database has failed over; its attempts are cancelled, it"
        + " begins anew";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
