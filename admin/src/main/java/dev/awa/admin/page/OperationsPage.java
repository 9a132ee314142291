package dev.awa.admin.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done to many jobs, newest first.
 *
 * @param older the id below which the next page begins; null: this is the last
 */
record OperationsPage(List<OperationRow> rows, @Nullable Long older, Now now) {
  private static final int ROWS = 50;

  static Page of(Visit visit) {
    String before = visit.query().find("before");
    List<Map<String, Object>> found =
        visit.list(
            "/operations?limit=" + ROWS + (before == null ? "" : "&before=" + Words.query(before)));
    List<OperationRow> rows = found.stream().map(OperationRow::new).toList();
    OperationsPage page =
        new OperationsPage(rows, rows.size() < ROWS ? null : rows.getLast().id(), visit.now());
    return Page.of(
        "Operations", "operations", out -> JteoperationsGenerated.render(out, null, page));
  }
}
