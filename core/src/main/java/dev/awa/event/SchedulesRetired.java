package dev.awa.event;

import java.util.List;

/**
 * Schedules were retired because no living revision of their owner declares them any more.
 *
 * @param schedules their names
 */
public record SchedulesRetired(List<String> schedules) implements MaintenanceEvent {
  private static final int NAMED = 100;

  /** Keeps a copy of the list. */
  public SchedulesRetired {
    schedules = List.copyOf(schedules);
  }

  @Override
  public String words() {
    int others = schedules.size() - NAMED;
    return "retired schedules that nobody declares any more: "
        + String.join(", ", schedules.subList(0, Math.min(NAMED, schedules.size())))
        + (others > 0 ? " and " + others + " others" : "")
        + ". awa schedule restore brings one back";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
