package dev.awa.event;

/**
 * The worker shut down and could not store all endings in time.
 *
 * @param unsent how many it could not store
 * @param refused how many of them the database refuses
 */
public record EndingsNotStored(int unsent, int refused) implements WorkerEvent {
  @Override
  public String words() {
    return unsent
        + " ended runs could not be stored, "
        + refused
        + " of them because the database refuses them; they will be rescued and run again";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
