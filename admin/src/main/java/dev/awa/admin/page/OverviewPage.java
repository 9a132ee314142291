package dev.awa.admin.page;

import dev.awa.Health;
import dev.awa.admin.TimingsDocument;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is anything wrong, since when, and what does one press?
 *
 * @param rows the queues in which most jobs wait
 * @param sparks how many waited in these over time
 * @param failures what failed last
 * @param checks what was looked at of the machine; none for who is let into some queues only
 * @param oldest the job that waits longest in a queue that is not paused; null: none waits
 * @param waited how long jobs waited in the time range; null: nothing was measured, or the visitor
 *     may not see all queues
 * @param mayAskDoctor whether the visitor may see what the doctor finds
 * @param mayFollowKinds whether the visitor may see the pages of kinds
 */
record OverviewPage(
    List<Finding> findings,
    Counts counts,
    @Nullable Oldest oldest,
    List<QueueRow> rows,
    Sparks sparks,
    LastFailures failures,
    List<Health.Check> checks,
    TimingsDocument.@Nullable Percentiles waited,
    boolean mayAskDoctor,
    boolean mayFollowKinds,
    Now now) {
  private static final int ROWS = 10;
  private static final Duration FRESH = Duration.ofSeconds(20);

  /** How long the oldest job of a queue waits, and where the queue is. */
  record Oldest(String queue, Duration lag, String place) {
    /** Of the queues that are not paused: what waits in others is meant to. */
    static @Nullable Oldest of(List<QueueRow> rows) {
      return rows.stream()
          .filter(row -> !row.isPaused() && row.lag() != null)
          .max(Comparator.comparing(QueueRow::waits))
          .map(row -> new Oldest(row.name(), row.waits(), "queues/" + Words.segment(row.name())))
          .orElse(null);
    }
  }

  static Page of(Visit visit) {
    TimeRange range = TimeRange.of(visit.query());
    Counts counts = visit.counts();
    List<QueueRow> all = QueueRow.of(visit, counts.queues(), counts);
    List<Health.Check> checks = checks(visit);
    List<QueueRow> busiest =
        all.stream()
            .sorted(
                Comparator.comparingLong((QueueRow row) -> row.stats().available())
                    .reversed()
                    .thenComparing(QueueRow::name))
            .limit(ROWS)
            .toList();
    OverviewPage page =
        new OverviewPage(
            Findings.of(checks, all),
            counts,
            Oldest.of(all),
            busiest,
            Sparks.of(visit, range, busiest),
            LastFailures.of(visit, counts),
            checks,
            waited(visit, range),
            visit.refusal("doctor") == null,
            !visit.isRestricted(),
            visit.now(counts.at()));
    return Page.of("Overview", "", out -> JteoverviewGenerated.render(out, null, page));
  }

  /** Of all queues together; a page does without where it can't be read. */
  private static TimingsDocument.@Nullable Percentiles waited(Visit visit, TimeRange range) {
    try {
      TimingsDocument all =
          (TimingsDocument)
              visit
                  .shared("timings", "/timings?since=" + range.word() + "&limit=1", FRESH)
                  .document();
      TimingsDocument.Row total = all.total();
      return total == null || total.waited().count() == 0 ? null : total.waited();
    } catch (Refused e) {
      return null;
    }
  }

  private static List<Health.Check> checks(Visit visit) {
    return visit.isRestricted()
        ? List.of()
        : ((Health) visit.shared("health", "/health").document()).checks();
  }

  /** What is said where no job waits in a queue that is not paused. */
  String noneWaits() {
    return counts.available() == 0 ? "none waits" : "but for paused queues";
  }

  /** What is said when nothing needs attention. */
  String quiet() {
    return checks.isEmpty()
        ? "In your queues nothing is paused or dead."
        : "All " + checks.size() + " checks of awa health are well, and no queue is paused.";
  }
}
