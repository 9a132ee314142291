package dev.awa.event;

import java.time.Duration;

/**
 * Nobody keeps the oldest segment from being emptied any more.
 *
 * @param lasted for how long that was so
 */
public record PruneUnblocked(Duration lasted) implements MaintenanceEvent {
  @Override
  public String words() {
    return "segments are emptied again after " + lasted.toSeconds() + " s";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
