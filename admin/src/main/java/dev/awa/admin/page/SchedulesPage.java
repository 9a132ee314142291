package dev.awa.admin.page;

import dev.awa.admin.SchedulesDocument;
import java.util.List;
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
    SchedulesDocument read =
        visit.get(
            SchedulesDocument.class,
            "/schedules?limit=" + ROWS + (after == null ? "" : "&after=" + Words.query(after)));
    List<ScheduleRow> rows = read.schedules().stream().map(ScheduleRow::new).toList();
    SchedulesPage page = new SchedulesPage(rows, read.next(), after != null, visit.now());
    return Page.of("Schedules", "schedules", out -> JteschedulesGenerated.render(out, null, page));
  }

  /** What the table has, in words. */
  String heading() {
    String number = Words.count(rows.size(), "schedule");
    return next == null && !isLater
        ? number
        : next == null ? "The last " + number : "A page of " + number;
  }
}
