package dev.awa.admin.page;

import java.util.List;
import java.util.Map;

/** All schedules, with when they fire next. */
record SchedulesPage(List<ScheduleRow> rows, Now now) {
  static Page of(Visit visit) {
    List<Map<String, Object>> found = visit.list("/schedules");
    SchedulesPage page =
        new SchedulesPage(found.stream().map(ScheduleRow::new).toList(), visit.now());
    return Page.of("Schedules", "schedules", out -> JteschedulesGenerated.render(out, null, page));
  }
}
