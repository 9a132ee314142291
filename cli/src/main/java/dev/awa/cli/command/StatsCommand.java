package dev.awa.cli.command;

import dev.awa.QueueDepth;
import dev.awa.StatsFilter;
import dev.awa.admin.TimingsDocument;
import dev.awa.admin.TimingsDocument.Percentiles;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how long jobs waited and ran, and how many there were. */
@Prints(TimingsDocument.class)
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description =
        "How long jobs waited and their handlers took, how many completed and failed: of each"
            + " queue and kind, or over time. Of the last 90 days, the older the coarser.")
public final class StatsCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(names = "--queue", paramLabel = "QUEUE", description = "Of this queue; default all.")
  @Nullable String queue;

  @Option(names = "--kind", paramLabel = "KIND", description = "Of this kind; default all.")
  @Nullable String kind;

  @Option(
      names = "--since",
      defaultValue = "1h",
      paramLabel = "TIME",
      description = "For how long back from now; default ${DEFAULT-VALUE}.")
  Duration since = Duration.ofHours(1);

  @Option(
      names = "--by",
      paramLabel = "TIME",
      description =
          "A row for each step of so long, of all that is asked for together, with the most jobs"
              + " that waited and ran at once.")
  @Nullable Duration by;

  @Option(
      names = "--percentile",
      paramLabel = "PART",
      description = "A percentile besides those that are shown, from 0 to 1: 0.999.")
  @Nullable Double percentile;

  @Override
  public Integer call() {
    if (percentile != null && !(percentile >= 0 && percentile <= 1)) {
      throw new UsageFailure("--percentile: must be from 0 to 1, got " + percentile);
    }
    return target.with(awa -> print(read(awa)));
  }

  private TimingsDocument read(Awa awa) {
    StatsFilter filter = StatsFilter.last(since);
    filter = queue == null ? filter : filter.withQueue(queue);
    filter = kind == null ? filter : filter.withKind(kind);
    return by == null
        ? TimingsDocument.perKind(awa.stats(), filter, percentile)
        : TimingsDocument.overTime(awa.stats(), filter, by, percentile);
  }

  private int print(TimingsDocument document) {
    return printer.print(
        document,
        out -> {
          if (by == null) {
            kinds(out, document);
          } else {
            steps(out, document, by);
          }
        });
  }

  private void kinds(PrintWriter out, TimingsDocument document) {
    List<String> heading = heading("COMPLETED");
    heading.addAll(List.of("QUEUE", "KIND"));
    Table.print(
        out,
        heading,
        document.rows().stream()
            .map(row -> {
              List<String> cells = cells(row, since);
              cells.add(Printer.plain(row.queue()));
              cells.add(row.kind().isEmpty() ? "(others)" : Printer.plain(row.kind()));
              return cells;
            })
            .toList());
  }

  private List<String> heading(String first) {
    List<String> heading = new ArrayList<>(List.of(first, "A SECOND", "RETRIED", "FAILED"));
    for (String what : List.of("WAIT", "RUN")) {
      heading.addAll(List.of(what + " P50", "P95", "P99"));
      if (percentile != null) {
        heading.add("P" + BigDecimal.valueOf(percentile).movePointRight(2).toPlainString());
      }
    }
    return heading;
  }

  private static List<String> cells(TimingsDocument.Row row, Duration time) {
    List<String> cells = new ArrayList<>();
    cells.add("" + row.completed());
    cells.add(String.format(Locale.ROOT, "%.2f", row.completed() * 1000.0 / time.toMillis()));
    cells.add("" + row.retried());
    cells.add("" + row.failed());
    for (Percentiles times : List.of(row.waited(), row.ran())) {
      Stream.of(times.p50(), times.p95(), times.p99(), times.asked())
          .filter(Objects::nonNull)
          .map(took -> times.count() == 0 ? "-" : Units.measured(took))
          .forEach(cells::add);
    }
    return cells;
  }

  /** A step in which nothing ran may have held something, and the other way round. */
  private void steps(PrintWriter out, TimingsDocument document, Duration step) {
    Map<Instant, List<String>> rows = new TreeMap<>();
    document.rows().forEach(row -> rows.put(row.at(), cells(row, step)));
    Map<Instant, QueueDepth> depths = new TreeMap<>();
    document.depth().forEach(depth -> depths.put(depth.at(), depth));
    depths.keySet().forEach(at -> rows.computeIfAbsent(at, none -> nothing()));
    List<List<String>> lines = new ArrayList<>();
    rows.forEach((at, cells) -> {
      List<String> line = new ArrayList<>(List.of(Printer.time(at)));
      line.addAll(cells);
      QueueDepth depth = depths.get(at);
      line.add(depth == null ? "-" : "" + depth.available());
      line.add(depth == null ? "-" : "" + depth.running());
      lines.add(line);
    });
    List<String> heading = new ArrayList<>(List.of("AT"));
    heading.addAll(heading("COMPLETED"));
    heading.addAll(List.of("AVAILABLE", "RUNNING"));
    Table.print(out, heading, lines);
  }

  private List<String> nothing() {
    List<String> cells = new ArrayList<>(List.of("0", "0.00", "0", "0"));
    cells.addAll(Collections.nCopies(percentile == null ? 6 : 8, "-"));
    return cells;
  }
}
