package dev.awa.cli.command;

import dev.awa.QueuePurge;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists who has purged a queue. */
@Prints(lists = QueuePurge.class)
@Command(
    name = "purges",
    mixinStandardHelpOptions = true,
    description = "Who has purged a queue in the last 90 days, and how many jobs that took away.")
public final class QueuePurgesCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many purges, the newest first, 1 to 1000; default ${DEFAULT-VALUE}.")
  int limit;

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.queues().purges(queue, limit)));
  }

  private int print(List<QueuePurge> purges) {
    return printer.print(
        purges,
        out ->
            Table.print(
                out,
                List.of("AT", "BY", "JOBS", "AVAILABLE", "SCHEDULED", "RETRYABLE"),
                purges.stream().map(QueuePurgesCommand::row).toList()));
  }

  private static List<String> row(QueuePurge purge) {
    return List.of(
        Printer.time(purge.at()),
        Printer.plain(purge.by()),
        "" + purge.jobs(),
        "" + purge.available(),
        "" + purge.scheduled(),
        "" + purge.retryable());
  }
}
