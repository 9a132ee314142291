package dev.awa.event;

import java.time.Duration;

/**
 * The oldest segment was emptied, for nothing in it was alive.
 *
 * @param generation its number
 * @param took how long that took, the waits for its locks included
 */
public record SegmentPruned(long generation, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "emptied segment " + generation + " in " + Words.span(took);
  }
}
