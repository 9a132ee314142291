package dev.awa.event;

/**
 * No segment can be opened, because every slot of the ring is in use. New rows go to the current
 * segment, which grows. Announced when that begins.
 *
 * @param generation the number of the current segment
 */
public record RotationSkipped(long generation) implements MaintenanceEvent {
  @Override
  public String words() {
    return "no segment can be opened after segment "
        + generation
        + ": every slot of the ring is in use, so the current segment grows. What keeps the oldest"
        + " segment is told by: awa storage status";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
