package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.client.Awa;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what was done to a schedule. */
@Prints(lists = SettingChange.class)
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Who paused, resumed, triggered, retired, restored, adopted or deleted a schedule, and when"
          + " it was declared otherwise, newest first.",
      "Of a schedule that was deleted it is kept for as long as the audit (keep_audit)."
    })
public final class ScheduleHistoryCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "NAME", description = "The schedule, also one that was deleted.")
  String name = "";

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many changes, 1 to 1000; default ${DEFAULT-VALUE}.")
  int limit;

  @Override
  public Integer call() {
    return target.with(this::print);
  }

  private int print(Awa awa) {
    List<SettingChange> changes = awa.schedules().history(name, limit);
    if (changes.isEmpty()) {
      printer.note("nothing is known of a schedule \"" + Printer.plain(name) + "\"");
    }
    return printer.print(changes, out -> SettingLines.printHistory(out, changes));
  }
}
