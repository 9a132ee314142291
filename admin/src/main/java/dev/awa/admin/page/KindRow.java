package dev.awa.admin.page;

import dev.awa.Described;
import dev.awa.QueueSettings;
import dev.awa.admin.ListedKind;
import dev.awa.admin.TimingsDocument;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A kind in a table.
 *
 * @param said what is said and set of it; null: nothing is
 * @param completed how many of its jobs were completed in the time range
 * @param failures how many of its attempts failed then
 * @param failed how many of its jobs failed for good then
 */
record KindRow(String name, @Nullable ListedKind said, long completed, long failures, long failed) {
  /** Those that are described or set, and those that ran, by name. */
  static List<KindRow> of(List<ListedKind> known, List<TimingsDocument.Row> ran) {
    Map<String, KindRow> rows = new TreeMap<>();
    known.forEach(kind -> rows.put(kind.kind(), new KindRow(kind.kind(), kind, 0, 0, 0)));
    ran.stream()
        .filter(row -> !row.kind().isEmpty())
        .forEach(row -> rows.merge(row.kind(), of(row), KindRow::plus));
    return List.copyOf(rows.values());
  }

  private static KindRow of(TimingsDocument.Row row) {
    return new KindRow(row.kind(), null, row.completed(), row.failures(), row.failed());
  }

  private KindRow plus(KindRow other) {
    return new KindRow(
        name, said, completed + other.completed, failures + other.failures, failed + other.failed);
  }

  /** What was said of it last; null: nothing. */
  @Nullable Described newest() {
    return said == null || said.described().isEmpty() ? null : said.described().getFirst();
  }

  /** Whether two say different things of it, both now. */
  boolean drifts() {
    return said != null && KindsPage.drifts(said.described());
  }

  /** For how long its jobs are kept, where that is set. */
  String settings() {
    return KindsPage.settings(said == null ? QueueSettings.none() : said.settings());
  }
}
