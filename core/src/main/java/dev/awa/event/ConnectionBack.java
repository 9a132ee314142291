package dev.awa.event;

import java.time.Duration;

/**
 * A connection that was lost was replaced by another.
 *
 * @param purpose what the worker has it for
 * @param after how long it had none
 */
public record ConnectionBack(String purpose, Duration after) implements WorkerEvent {
  @Override
  public String words() {
    return "has a connection for " + purpose + " again after " + Words.span(after);
  }
}
