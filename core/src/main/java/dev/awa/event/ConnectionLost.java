package dev.awa.event;

/**
 * A connection that the worker keeps was lost.
 *
 * @param purpose what the worker has it for
 * @param thrown the failure by which that was noticed
 */
public record ConnectionLost(String purpose, Throwable thrown) implements WorkerEvent {
  @Override
  public String words() {
    return "lost the connection for " + purpose + ": " + Event.line(thrown);
  }
}
