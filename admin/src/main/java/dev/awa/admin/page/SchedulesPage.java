package dev.awa.admin.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** All schedules, with when they fire next. */
record SchedulesPage(List<ScheduleRow> rows, Instant now) {
  static Page of(Visit visit) {
    List<Map<String, Object>> found = visit.list("/schedules");
    SchedulesPage page =
        new SchedulesPage(found.stream().map(ScheduleRow::new).toList(), Instant.now());
    return Page.of("Schedules", "schedules", out -> JteschedulesGenerated.render(out, null, page));
  }
}
