package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what was changed of a queue. */
@Prints(lists = SettingChange.class)
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Who changed which setting of a queue, paused or resumed it, newest first.")
public final class QueueHistoryCommand extends HistoryOptions implements Callable<Integer> {
  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Override
  public Integer call() {
    return print(
        (awa, most) -> awa.queues().history(queue, most),
        awa -> UnknownNames.tell(awa, queue, printer));
  }
}
