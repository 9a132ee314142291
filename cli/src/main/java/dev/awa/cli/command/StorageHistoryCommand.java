package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists what was changed of the settings of the storage. */
@Prints(lists = SettingChange.class)
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Who changed which setting of the storage, newest first.")
public final class StorageHistoryCommand extends HistoryOptions implements Callable<Integer> {
  @Override
  public Integer call() {
    return print((awa, most) -> awa.storage().history(most));
  }
}
