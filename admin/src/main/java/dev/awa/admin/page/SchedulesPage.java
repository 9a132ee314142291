package dev.awa.admin.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schedules with when they fire next, a page of them by name.
 *
 * @param next the name after which the next page begins; null: this is the last
 * @param isLater whether a page comes before
 */
record SchedulesPage(List<ScheduleRow> rows, @Nullable String next, boolean isLater, Now now) {
  private static final int ROWS = 100;

  static Page of(Visit visit) {
    String after = visit.query().find("after");
    List<ScheduleRow> all =
        visit.<Map<String, Object>>list("/schedules").stream().map(ScheduleRow::new).toList();
    int from = from(all, after);
    List<ScheduleRow> rows = all.subList(from, Math.min(all.size(), from + ROWS));
    String next = from + ROWS < all.size() ? rows.getLast().name() : null;
    SchedulesPage page = new SchedulesPage(rows, next, from > 0, visit.now());
    return Page.of("Schedules", "schedules", out -> JteschedulesGenerated.render(out, null, page));
  }

  /** Behind the last one of the page before; where that one is gone, the first page is shown. */
  private static int from(List<ScheduleRow> all, @Nullable String after) {
    return after == null ? 0 : 1 + all.stream().map(ScheduleRow::name).toList().indexOf(after);
  }

  /** What the table has, in words. */
  String heading() {
    String number = Words.count(rows.size(), "schedule");
    return next == null && !isLater
        ? number
        : next == null ? "The last " + number : "A page of " + number;
  }
}
