package dev.awa.admin.page;

import dev.awa.admin.TimingsDocument;
import dev.awa.admin.TimingsDocument.Percentiles;
import dev.awa.admin.TimingsDocument.Row;
import dev.awa.admin.Units;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long jobs of a queue or of a kind waited and ran, and how many there were.
 *
 * @param segment the name of the page in its path
 * @param total of the whole range; null: nothing was measured
 * @param pairs those with most runs, first: of the kinds of a queue, or the queues of a kind
 * @param leftOut how many pairs are not shown
 * @param isOfKind whether it is of a kind
 * @param mayFollow whether the visitor may see the pages of the pairs
 */
record TimingsPanel(
    String segment,
    TimeRange range,
    @Nullable Row total,
    TimingSteps steps,
    List<Row> pairs,
    int leftOut,
    boolean isOfKind,
    boolean mayFollow) {
  private static final int PAIRS = 10;

  static TimingsPanel ofQueue(Visit visit, String queue, List<Pause> pauses) {
    return of(visit, "queue", queue, pauses);
  }

  static TimingsPanel ofKind(Visit visit, String kind) {
    return of(visit, "kind", kind, List.of());
  }

  private static TimingsPanel of(Visit visit, String what, String name, List<Pause> pauses) {
    TimeRange range = TimeRange.of(visit.query());
    String target = "/timings?" + what + "=" + Words.query(name) + "&since=";
    TimingsDocument pairs = read(visit, target + range.word() + "&limit=" + PAIRS);
    Now now = visit.now();
    TimingsDocument steps = read(visit, target + range.reach() + "&by=" + range.stepWord());
    return new TimingsPanel(
        Words.segment(name),
        range,
        pairs.total(),
        TimingSteps.of(range, steps, now).marking(pauses),
        pairs.rows().stream()
            .sorted(Comparator.comparingLong((Row row) -> -row.ran().count()))
            .toList(),
        pairs.leftOut(),
        what.equals("kind"),
        !visit.isRestricted());
  }

  /** What all see alike is read once; who is let into some queues asks alone. */
  private static TimingsDocument read(Visit visit, String target) {
    return visit.isRestricted()
        ? visit.get(TimingsDocument.class, target)
        : (TimingsDocument) visit.shared("timings", target).document();
  }

  /** A second, over the whole range. */
  double rate(long count) {
    return (double) count / range.step().multipliedBy(range.steps()).toSeconds();
  }

  /** The page of what a pair is of: of a queue its kind, of a kind its queue. */
  String place(Row pair) {
    return (isOfKind ? "../queues/" : "../kinds/") + Words.segment(name(pair)) + range.tail();
  }

  String name(Row pair) {
    return isOfKind ? pair.queue() : pair.kind();
  }

  static String p50(Percentiles times) {
    return times.count() == 0 ? "–" : Units.measured(times.p50());
  }

  static String p95(Percentiles times) {
    return times.count() == 0 ? "–" : Units.measured(times.p95());
  }

  static String p99(Percentiles times) {
    return times.count() == 0 ? "–" : Units.measured(times.p99());
  }
}
