package dev.awa.admin;

import dev.awa.Handling;
import dev.awa.schedule.StoredSchedule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some schedules, by name.
 *
 * @param schedules a {@link ScheduleDocument} each
 * @param next the name of the last of them, after which the next page begins; null: none follows
 */
public record SchedulesDocument(
    List<Map<String, @Nullable Object>> schedules, @Nullable String next) {
  /**
   * The document of a page.
   *
   * @param found the schedules of the page and, if others follow, one of those at least
   * @param limit how many the page has at most
   * @param handling tells whether a living worker handles the jobs of a schedule
   */
  public static SchedulesDocument of(List<StoredSchedule> found, int limit, Handling handling) {
    List<StoredSchedule> page = found.subList(0, Math.min(limit, found.size()));
    return new SchedulesDocument(
        page.stream().map(schedule -> ScheduleDocument.of(schedule, handling)).toList(),
        page.size() < found.size() ? page.getLast().name() : null);
  }
}
