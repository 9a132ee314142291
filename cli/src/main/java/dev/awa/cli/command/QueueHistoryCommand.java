package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what was changed of a queue. */
@Prints(lists = SettingChange.class)
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Who changed which setting of a queue, paused or resumed it, newest first.")
public final class QueueHistoryCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many changes, 1 to 1000; default ${DEFAULT-VALUE}.")
  int limit;

  @Override
  public Integer call() {
    return target.with(awa -> {
      List<SettingChange> changes = awa.queues().history(queue, limit);
      if (changes.isEmpty()) {
        UnknownNames.tell(awa, queue, printer);
      }
      return print(changes);
    });
  }

  private int print(List<SettingChange> changes) {
    return printer.print(changes, out -> SettingLines.printHistory(out, changes));
  }
}
