package dev.awa.cli.command;

import dev.awa.QueueStats;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Counts the jobs of a queue. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "How many jobs a queue holds in each state.")
public final class QueueStatsCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.queues().stats(queue), KnownQueues.of(awa)));
  }

  private int print(QueueStats stats, KnownQueues known) {
    return printer.print(
        stats,
        out -> {
          lines(out, stats);
          known.noteUnknown(queue, out);
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
