package dev.awa.admin.page;

import dev.awa.admin.TimingsDocument;
import dev.awa.admin.TimingsDocument.Percentiles;
import dev.awa.admin.TimingsDocument.Row;
import dev.awa.admin.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in each step of a time, and its charts.
 *
 * @param pauses of the queue, that charts mark; none of a kind
 */
record TimingSteps(TimeRange range, List<Step> steps, List<Pause> pauses, Now now) {
  /** A decade of a logarithmic scale. */
  private static final double TEN = 10;

  private static final double SHORTEST_MILLIS = 0.1;

  /** A step of time; row null: nothing was measured. */
  record Step(Instant from, @Nullable Row row) {}

  static TimingSteps of(TimeRange range, TimingsDocument document, Now now) {
    Map<Instant, Row> rows = new HashMap<>();
    document.rows().forEach(row -> rows.put(row.at(), row));
    Instant first = range.end(now.at()).minus(range.step().multipliedBy(range.steps()));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < range.steps(); i++) {
      Instant from = first.plus(range.step().multipliedBy(i));
      steps.add(new Step(from, rows.get(from)));
    }
    return new TimingSteps(range, steps, List.of(), now);
  }

  /** The same with those pauses marked that were in its time. */
  TimingSteps marking(List<Pause> all) {
    List<Pause> seen = all.stream().filter(one -> one.isDuring(first(), end())).toList();
    return new TimingSteps(range, steps, seen, now);
  }

  private Instant first() {
    return steps.getFirst().from();
  }

  private Instant end() {
    return steps.getLast().from().plus(range.step());
  }

  /** How far into the whole time a moment is: 0 at its beginning, 1 at its end. */
  private double part(Instant time) {
    return (double) Duration.between(first(), time).toSeconds()
        / Duration.between(first(), end()).toSeconds();
  }

  private List<Chart.Mark> marks() {
    return pauses.stream()
        .map(one -> Chart.Mark.of(part(one.from()), one.to() == null ? 1 : part(one.to())))
        .toList();
  }

  /** The pauses in words; empty where there was none. */
  private String paused() {
    return pauses.isEmpty()
        ? ""
        : pauses.stream()
            .map(one ->
                axis(one.from().isBefore(first()) ? first() : one.from())
                    + " to "
                    + (one.to() == null || one.to().isAfter(end()) ? "now" : axis(one.to())))
            .collect(Collectors.joining(", ", " The queue was paused ", "."));
  }

  private String paused(Step step) {
    Instant to = step.from().plus(range.step());
    return pauses.stream().anyMatch(one -> one.isDuring(step.from(), to)) ? "; paused" : "";
  }

  /** Those in which anything was measured, the newest first. */
  List<Step> measured() {
    return steps.stream().filter(step -> step.row() != null).toList().reversed();
  }

  /** A time on the axis. */
  String axis(Instant time) {
    return range.axis(time, now.zone());
  }

  private String during(Step step) {
    return axis(step.from()) + " to " + axis(step.from().plus(range.step()));
  }

  private String whole() {
    return axis(steps.getFirst().from())
        + " to "
        + axis(steps.getLast().from().plus(range.step()))
        + " "
        + now.zoneName();
  }

  private Chart chart(
      String label, List<Chart.Curve> curves, List<Chart.Line> lines, Function<Step, String> told) {
    return new Chart(
        label + paused(),
        curves,
        lines,
        marks(),
        steps.stream().map(step -> during(step) + ": " + told.apply(step) + paused(step)).toList(),
        axis(steps.getFirst().from()),
        axis(steps.get(steps.size() / 2).from()),
        axis(steps.getLast().from().plus(range.step())));
  }

  /** How many jobs ended in each step, and how many attempts failed. */
  Chart ended() {
    List<Double> completed = counts(Row::completed);
    List<Double> failed = counts(Row::failed);
    List<Double> attempts = counts(Row::failures);
    double most = 1;
    for (int i = 0; i < steps.size(); i++) {
      most = Math.max(most, Math.max(completed.get(i) + failed.get(i), attempts.get(i)));
    }
    double top = nextRound(most);
    List<Double> feet = parts(completed, top);
    return chart(
        "Completed and failed in each " + range.stepShown() + ", " + whole() + ": " + sums(),
        List.of(
            Chart.bars("c-area", Collections.nCopies(steps.size(), 0.0), feet),
            Chart.bars("c-bad", feet, parts(failed, top)),
            Chart.line("c-lost", new ArrayList<>(parts(attempts, top)))),
        lines(top),
        step -> ended(step.row()));
  }

  private List<Double> counts(ToDoubleFunction<Row> of) {
    return steps.stream().map(step -> count(step.row(), of)).toList();
  }

  private static double count(@Nullable Row row, ToDoubleFunction<Row> of) {
    return row == null ? 0 : of.applyAsDouble(row);
  }

  private static List<Double> parts(List<Double> counts, double top) {
    return counts.stream().map(one -> one / top).toList();
  }

  /** The top and, where it is a whole number, its half. */
  private static List<Chart.Line> lines(double top) {
    Chart.Line whole = new Chart.Line(Chart.y(1), Words.count((long) top));
    return top % 2 == 0
        ? List.of(whole, new Chart.Line(Chart.y(0.5), Words.count((long) top / 2)))
        : List.of(whole);
  }

  private String sums() {
    return Words.count(sum(Row::completed), "job")
        + " completed, "
        + Words.count((long) Collections.max(counts(Row::completed)).doubleValue())
        + " at most; "
        + Words.count(sum(Row::failed))
        + " failed for good; "
        + Words.count(sum(Row::failures), "failed attempt")
        + ".";
  }

  private long sum(ToDoubleFunction<Row> of) {
    return (long) counts(of).stream().mapToDouble(one -> one).sum();
  }

  private static String ended(@Nullable Row row) {
    return row == null
        ? "nothing"
        : Words.count(row.completed())
            + " completed, "
            + Words.count(row.failed())
            + " failed for good, "
            + Words.count(row.failures(), "failed attempt");
  }

  /** 1, 2 or 5 times a power of ten, as small as holds the value. */
  private static double nextRound(double value) {
    double power = Math.pow(TEN, Math.floor(Math.log10(Math.max(value, 0.1))));
    return Stream.of(1, 2, 5, 10)
        .map(n -> n * power)
        .filter(n -> n >= value)
        .findFirst()
        .orElse(1.0);
  }

  Chart waits() {
    return times("Wait", Row::waited);
  }

  Chart runs() {
    return times("Run", Row::ran);
  }

  /** Percentiles, on a logarithmic scale. */
  private Chart times(String what, Function<Row, Percentiles> of) {
    List<@Nullable Percentiles> all = new ArrayList<>();
    steps.forEach(step -> all.add(percentiles(step, of)));
    Scale scale = Scale.of(all);
    return chart(
        what + " times, " + whole() + ", logarithmic: " + worst(all),
        List.of(
            Chart.line("c-dots", scale.parts(all, Percentiles::p50)),
            Chart.line("c-thin", scale.parts(all, Percentiles::p95)),
            Chart.line("c-out", scale.parts(all, Percentiles::p99))),
        scale.lines(),
        step -> words(percentiles(step, of)));
  }

  private static @Nullable Percentiles percentiles(Step step, Function<Row, Percentiles> of) {
    Row row = step.row();
    Percentiles times = row == null ? null : of.apply(row);
    return times == null || times.count() == 0 ? null : times;
  }

  private static String worst(List<@Nullable Percentiles> all) {
    Duration worst = Duration.ZERO;
    for (Percentiles one : all) {
      worst = one != null && one.p99().compareTo(worst) > 0 ? one.p99() : worst;
    }
    return worst.isZero()
        ? "nothing was measured."
        : "99 of 100 took no longer than " + Units.measured(worst) + " in any step.";
  }

  private static String words(@Nullable Percentiles times) {
    return times == null
        ? "nothing"
        : "p50 "
            + Units.measured(times.p50())
            + ", p95 "
            + Units.measured(times.p95())
            + ", p99 "
            + Units.measured(times.p99());
  }

  /** Whole decades, from the shortest median to the longest of 99 in 100. */
  private record Scale(int from, int to) {
    static Scale of(List<@Nullable Percentiles> all) {
      double shortest = Double.MAX_VALUE;
      double longest = SHORTEST_MILLIS;
      for (Percentiles one : all) {
        shortest = one == null ? shortest : Math.min(shortest, millis(one.p50()));
        longest = one == null ? longest : Math.max(longest, millis(one.p99()));
      }
      int from = (int) Math.floor(Math.log10(Math.min(shortest, longest)));
      return new Scale(from, Math.max(from + 1, (int) Math.ceil(Math.log10(longest))));
    }

    private static double millis(Duration time) {
      return Math.max(SHORTEST_MILLIS, time.toNanos() / 1e6);
    }

    List<@Nullable Double> parts(
        List<@Nullable Percentiles> all, Function<Percentiles, Duration> of) {
      List<@Nullable Double> parts = new ArrayList<>();
      for (Percentiles one : all) {
        parts.add(one == null ? null : (Math.log10(millis(of.apply(one))) - from) / (to - from));
      }
      return parts;
    }

    List<Chart.Line> lines() {
      List<Chart.Line> lines = new ArrayList<>();
      for (int decade = from; decade <= to; decade++) { // the foot, too: it is no zero
        Duration time = Duration.ofNanos(Math.round(1e6 * Math.pow(TEN, decade)));
        lines.add(
            new Chart.Line(
                Chart.y((double) (decade - from) / (to - from)),
                Units.measured(time).replace(".0 ", " ")));
      }
      return lines;
    }
  }
}
