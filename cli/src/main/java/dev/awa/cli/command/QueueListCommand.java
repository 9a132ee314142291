package dev.awa.cli.command;

import dev.awa.QueuePolicy;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the queues. */
@Prints(lists = QueuePolicy.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Every queue that was used or configured.")
public final class QueueListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> {
      List<QueuePolicy> queues = awa.queues().list();
      if (queues.isEmpty()) {
        awa.check(); // a schema without its rows has no queues either
        printer.line("no queue was used or configured yet");
      }
      return print(queues);
    });
  }

  private int print(List<QueuePolicy> queues) {
    return printer.print(
        queues,
        out ->
            Table.print(
                out,
                List.of("PAUSED", "STRIPES", "DEAD LETTERS", "WORKERS", "QUEUE"),
                queues.stream().map(QueueListCommand::row).toList()));
  }

  private static List<String> row(QueuePolicy queue) {
    return List.of(
        queue.paused() ? "yes" : "no",
        "" + queue.stripes(),
        queue.deadLetters() ? "kept" : "no",
        queue.workers() == 0 ? "no worker" : "" + queue.workers(),
        Printer.plain(queue.queue()));
  }
}
