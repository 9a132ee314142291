package dev.awa.event;

import java.time.Duration;

/**
 * The worker has said that it lives.
 *
 * @param took how long that took
 */
public record Beat(Duration took) implements WorkerEvent {
  @Override
  public String words() {
    return "beat in " + Words.span(took);
  }
}
