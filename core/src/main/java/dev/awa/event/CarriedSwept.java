package dev.awa.event;

import java.time.Duration;

/**
 * Finished rows were taken out of the carry partitions.
 *
 * @param rows how many; a step takes about 1000
 * @param took how long the step took
 */
public record CarriedSwept(long rows, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "took " + rows + " finished rows out of what was carried, in " + Words.span(took);
  }
}
