package dev.awa.event;

import java.time.Duration;

/**
 * A chore had its turn and did not fail.
 *
 * @param chore its name
 * @param took how long its turn took
 */
public record ChoreDone(String chore, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "chore " + chore + " took " + Words.span(took);
  }
}
