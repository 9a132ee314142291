package dev.awa.event;

import java.time.Duration;

/**
 * The waiting runs of a lane were counted anew, because more than 10,000 have come since the last
 * count.
 *
 * @param lane its number
 * @param took how long the look and the count took
 */
public record LaneCounted(int lane, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "counted what waits in lane " + lane + " in " + Words.span(took);
  }
}
