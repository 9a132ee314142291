package dev.awa.event;

import java.time.Duration;

/**
 * The worker was shut down.
 *
 * @param took how long that took
 * @param handlers how many handlers still run
 * @param unsent how many endings were not stored
 */
public record ShutdownEnded(Duration took, int handlers, int unsent) implements WorkerEvent {
  @Override
  public String words() {
    return "was shut down in "
        + took.toMillis()
        + " ms; "
        + handlers
        + " handlers still run, "
        + unsent
        + " endings were not stored";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
