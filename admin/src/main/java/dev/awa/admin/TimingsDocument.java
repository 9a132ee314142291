package dev.awa.admin;

import dev.awa.QueueDepth;
import dev.awa.StatsFilter;
import dev.awa.Times;
import dev.awa.Timings;
import dev.awa.client.Stats;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of runs, and what queues held.
 *
 * @param total all of it together, also of rows that are left out; null when there is nothing
 * @param rows one for each pair of queue and kind, or for each step of time
 * @param leftOut how many rows of pairs are left out, because only those with most runs were wanted
 * @param depth what was held, for each step of time; empty where the rows are of pairs, and where a
 *     kind is asked for of all queues: it is not counted by kind
 */
public record TimingsDocument(
    @Nullable Row total, List<Row> rows, int leftOut, List<QueueDepth> depth) {

  /**
   * Of each pair of queue and kind.
   *
   * @param part the percentile that is asked for besides, from 0 to 1; null: none
   */
  public static TimingsDocument perKind(Stats stats, StatsFilter filter, @Nullable Double part) {
    return of(stats.perKind(filter), List.of(), part);
  }

  /**
   * Of each step of time.
   *
   * @param part the percentile that is asked for besides, from 0 to 1; null: none
   */
  public static TimingsDocument overTime(
      Stats stats, StatsFilter filter, Duration step, @Nullable Double part) {
    boolean isOfKind = filter.kind() != null && filter.queue() == null;
    return of(stats.overTime(filter, step), isOfKind ? List.of() : stats.depth(filter, step), part);
  }

  private static TimingsDocument of(
      List<Timings> timings, List<QueueDepth> depth, @Nullable Double part) {
    return new TimingsDocument(
        timings.stream().reduce(Timings::plus).map(all -> Row.of(all, part)).orElse(null),
        timings.stream().map(one -> Row.of(one, part)).toList(),
        0,
        List.copyOf(depth));
  }

  /** The same with those rows only that have most runs, so many of them, in their order. */
  public TimingsDocument withMost(int most) {
    Set<Row> kept =
        rows.stream()
            .sorted(Comparator.comparingLong((Row row) -> -row.ran().count()))
            .limit(most)
            .collect(Collectors.toSet());
    List<Row> shown = rows.stream().filter(kept::contains).toList();
    return new TimingsDocument(total, shown, leftOut + rows.size() - shown.size(), depth);
  }

  /**
   * What was measured of runs.
   *
   * @param at where the time begins that this is of
   * @param queue the queue; "" for all that were asked for
   * @param kind the kind; "" for all that were asked for, or for those without a row of their own
   * @param waited from when runs were ready until they were claimed
   * @param ran how long handlers took
   */
  public record Row(
      Instant at,
      String queue,
      String kind,
      long completed,
      long retried,
      long failed,
      long cancelled,
      long snoozed,
      long putBack,
      Percentiles waited,
      Percentiles ran) {
    /** How many attempts failed, passed their deadline, or failed for good. */
    public long failures() {
      return retried + failed;
    }

    private static Row of(Timings timings, @Nullable Double part) {
      return new Row(
          timings.at(),
          timings.queue(),
          timings.kind(),
          timings.completed(),
          timings.retried(),
          timings.failed(),
          timings.cancelled(),
          timings.snoozed(),
          timings.putBack(),
          Percentiles.of(timings.waits(), part),
          Percentiles.of(timings.runs(), part));
    }
  }

  /**
   * How long some took.
   *
   * @param count how many
   * @param mean what one took on average
   * @param max the longest
   * @param asked the time that the part that was asked for did not exceed; null when none was
   */
  public record Percentiles(
      long count,
      Duration mean,
      Duration p50,
      Duration p95,
      Duration p99,
      Duration max,
      @Nullable Duration asked) {
    private static Percentiles of(Times times, @Nullable Double part) {
      return new Percentiles(
          times.count(),
          times.mean(),
          times.percentile(0.5),
          times.percentile(0.95),
          times.percentile(0.99),
          times.max(),
          part == null ? null : times.percentile(part));
    }
  }
}
