package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what was changed of a kind. */
@Prints(lists = SettingChange.class)
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Who changed which setting of a kind, newest first.")
public final class KindHistoryCommand extends HistoryOptions implements Callable<Integer> {
  @Parameters(paramLabel = "KIND", description = "The kind.")
  String kind = "";

  @Override
  public Integer call() {
    return print((awa, most) -> awa.kinds().history(kind, most));
  }
}
