package dev.awa.event;

import java.time.Duration;

/**
 * The ring ran out of slots: what was alive in the oldest segment was carried out of it, and the
 * segment was emptied.
 *
 * @param generation its number
 * @param took how long that took, the waits for its locks included
 */
public record SegmentCarried(long generation, Duration took) implements MaintenanceEvent {
  @Override
  public String words() {
    return "carried what was alive out of segment "
        + generation
        + " and emptied it, in "
        + Words.span(took);
  }
}
