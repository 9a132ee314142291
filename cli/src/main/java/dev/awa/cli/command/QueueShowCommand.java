package dev.awa.cli.command;

import dev.awa.QueueStatus;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what is set of a queue. */
@Prints(QueueStatus.class)
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "What is set of a queue, by whom, whether it is paused, and what its workers run it with.",
      "What is not set is as each worker says, or the storage (awa storage status), or by default."
    })
public final class QueueShowCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      QueueStatus status = awa.queues().show(queue);
      KnownQueues known = KnownQueues.of(awa);
      return printer.print(
          status,
          out -> {
            SettingLines.print(out, status);
            known.noteUnknown(queue, out);
          });
    });
  }
}
