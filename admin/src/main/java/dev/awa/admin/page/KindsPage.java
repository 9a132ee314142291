package dev.awa.admin.page;

import dev.awa.Described;
import dev.awa.QueueSettings;
import dev.awa.admin.KindsDocument;
import dev.awa.admin.TimingsDocument;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How do the kinds fare, what do applications say of them, and what is set of them? A page of them
 * by name.
 *
 * @param range in which those ran that nobody describes; links to a kind carry it
 * @param leftOut how many pairs of queue and kind are not counted, because others had more runs
 * @param unread why it can't be told which ran, in words; null: it can
 * @param next the name after which the next page begins; null: this is the last
 * @param isLater whether a page comes before
 */
record KindsPage(
    List<KindRow> rows,
    TimeRange range,
    int leftOut,
    @Nullable String unread,
    @Nullable String next,
    boolean isLater,
    Now now) {
  private static final int ROWS = 100;
  private static final Duration FRESH = Duration.ofSeconds(20);

  /** What was measured, or why that can't be read. */
  private record Ran(List<TimingsDocument.Row> rows, int leftOut, @Nullable String unread) {}

  static Page of(Visit visit) {
    Samples.Sample sample = read(visit);
    TimeRange range = TimeRange.of(visit.query());
    Ran ran = ran(visit, range);
    String found = visit.query().find("after");
    String after = found == null ? "" : found;
    List<KindRow> all =
        KindRow.of(((KindsDocument) sample.document()).kinds(), ran.rows()).stream()
            .filter(row -> row.name().compareTo(after) > 0)
            .toList();
    List<KindRow> rows = all.subList(0, Math.min(ROWS, all.size()));
    KindsPage page =
        new KindsPage(
            rows,
            range,
            ran.leftOut(),
            ran.unread(),
            rows.size() < all.size() ? rows.getLast().name() : null,
            !after.isEmpty(),
            visit.now(sample.at()));
    return Page.of("Kinds", "kinds", out -> JtekindsGenerated.render(out, null, page));
  }

  /** The first thousand: who has more looks at the others with the API. */
  static Samples.Sample read(Visit visit) {
    return visit.shared("kind-list", "/kinds?limit=1000");
  }

  /** The page is shown also when that can't be read. */
  private static Ran ran(Visit visit, TimeRange range) {
    try {
      TimingsDocument all =
          (TimingsDocument)
              visit
                  .shared("timings", "/timings?limit=1000&since=" + range.word(), FRESH)
                  .document();
      return new Ran(all.rows(), all.leftOut(), null);
    } catch (Refused e) {
      return new Ran(List.of(), 0, e.detail());
    }
  }

  /** The same page from a name on. */
  String link(String after) {
    return "kinds?after=" + Words.query(after) + "&range=" + range.word();
  }

  /** Whether two say different things of one kind, or of one queue, both now. */
  static boolean drifts(List<Described> all) {
    return all.stream().filter(one -> !one.stale()).count() > 1;
  }

  /** For how long its jobs are kept, where that is set. */
  static String settings(QueueSettings settings) {
    return settings.values().entrySet().stream()
        .map(one -> one.getKey() + " " + QueuePage.typed(one.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** A second, over the whole range. */
  double rate(KindRow row) {
    return (double) row.completed() / range.step().multipliedBy(range.steps()).toSeconds();
  }
}
