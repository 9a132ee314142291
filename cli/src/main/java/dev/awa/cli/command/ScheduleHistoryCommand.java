package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
public final class ScheduleHistoryCommand extends HistoryOptions implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The schedule, also one that was deleted.")
  String name = "";

  @Override
  public Integer call() {
    return print(
        (awa, most) -> awa.schedules().history(name, most),
        awa -> printer.note("nothing is known of a schedule \"" + Printer.plain(name) + "\""));
  }
}
