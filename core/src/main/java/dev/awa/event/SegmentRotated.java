package dev.awa.event;

/**
 * The next segment of the ring was opened.
 *
 * @param generation its number
 * @param segments how many segments hold a slot now, of 16
 */
public record SegmentRotated(long generation, int segments) implements MaintenanceEvent {
  @Override
  public String words() {
    return "opened segment " + generation + "; " + segments + " of 16 slots are in use";
  }
}
