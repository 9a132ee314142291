package dev.awa.engine;

import dev.awa.PlannedFire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of a schedule that was read as due.
 *
 * @param schedule as it was read
 * @param through planned times up to this one are settled by it
 * @param due when the schedule is to be looked at next; null for never
 * @param firings what it fires, the oldest first
 */
public record Settlement(
    DueSchedule schedule, Instant through, @Nullable Instant due, List<Firing> firings) {

  /**
   * One fire.
   *
   * @param runAt not before this instant its job runs; null for at once
   */
  public record Firing(PlannedFire fire, @Nullable Instant runAt) {
    /** What {@code ext} says of it, which {@link ScheduleExt} reads. */
    String facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put(ScheduleExt.NAME, fire.schedule());
      facts.put(ScheduleExt.PLANNED_AT, fire.plannedAt());
      if (fire.plannedLocal() != null) {
        facts.put(ScheduleExt.PLANNED_LOCAL, fire.plannedLocal());
      }
      facts.put(ScheduleExt.ZONE, fire.zone());
      return PlainJson.write(facts);
    }
  }
}
