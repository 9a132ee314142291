package dev.awa.event;

import java.util.List;

/**
 * Lanes that are twins of others have come to rest; claims don't look at them any more.
 *
 * @param lanes their numbers
 */
public record TwinsRetired(List<Integer> lanes) implements MaintenanceEvent {
  /** Keeps a copy of the list. */
  public TwinsRetired {
    lanes = List.copyOf(lanes);
  }

  @Override
  public String words() {
    return "lanes that are twins, retired: " + lanes;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
