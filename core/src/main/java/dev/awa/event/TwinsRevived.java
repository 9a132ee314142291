package dev.awa.event;

import java.util.List;

/**
 * Something came to lanes that were retired; claims look at them again.
 *
 * @param lanes their numbers
 */
public record TwinsRevived(List<Integer> lanes) implements MaintenanceEvent {
  /** Keeps a copy of the list. */
  public TwinsRevived {
    lanes = List.copyOf(lanes);
  }

  @Override
  public String words() {
    return "lanes that are twins, in use again: " + lanes;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
