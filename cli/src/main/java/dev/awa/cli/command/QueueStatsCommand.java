package dev.awa.cli.command;

import dev.awa.QueueStats;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Counts the jobs of a queue. */
@Prints(value = QueueStats.class, lists = QueueStats.class)
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "How many jobs a queue holds in each state, or all queues.")
public final class QueueStatsCommand implements Callable<Integer> {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final List<String> HEADING =
      List.of(
          "AVAILABLE",
          "RUNNING",
          "SCHEDULED",
          "RETRYABLE",
          "COMPLETED",
          "FAILED",
          "CANCELLED",
          "DEAD LETTERS",
          "QUEUE");

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(
      paramLabel = "QUEUE",
      arity = "0..1",
      description = "The queue; default: all, and what they hold together.")
  @Nullable String queue;

  @Override
  public Integer call() {
    return target.with(awa ->
        queue == null
            ? print(awa.queues().stats(LONG))
            : print(awa.queues().stats(queue), KnownQueues.of(awa)));
  }

  private int print(List<QueueStats> all) {
    List<QueueStats> rows = new ArrayList<>(all);
    rows.add(QueueStats.sum("(all)", all));
    return printer.print(
        all, out -> Table.print(out, HEADING, rows.stream().map(QueueStatsCommand::row).toList()));
  }

  private static List<String> row(QueueStats stats) {
    return List.of(
        "" + stats.available(),
        "" + stats.running(),
        "" + stats.scheduled(),
        "" + stats.retryable(),
        "" + stats.completed(),
        "" + stats.failed(),
        "" + stats.cancelled(),
        "" + stats.deadLetters(),
        Printer.plain(stats.queue()));
  }

  private int print(QueueStats stats, KnownQueues known) {
    return printer.print(
        stats,
        out -> {
          lines(out, stats);
          known.noteUnknown(stats.queue(), out);
        });
  }

  private static void lines(PrintWriter out, QueueStats stats) {
    Table.print(
        out,
        List.of("STATE", "JOBS"),
        List.of(
            List.of("available", "" + stats.available()),
            List.of("running", "" + stats.running()),
            List.of("scheduled", "" + stats.scheduled()),
            List.of("retryable", "" + stats.retryable()),
            List.of("completed", "" + stats.completed()),
            List.of("failed", "" + stats.failed()),
            List.of("cancelled", "" + stats.cancelled()),
            List.of("dead letters", "" + stats.deadLetters())));
    if (stats.oldestReadyAt() != null) {
      out.println("the oldest waits since " + Printer.time(stats.oldestReadyAt()));
    }
  }
}
