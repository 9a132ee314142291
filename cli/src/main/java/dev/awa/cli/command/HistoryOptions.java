package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that lists who changed which setting. */
class HistoryOptions {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "How many changes, 1 to 1000; default ${DEFAULT-VALUE}.")
  int limit;

  /** Reads the newest changes of something. */
  interface History {
    List<SettingChange> of(Awa awa, int limit);
  }

  final int print(History history) {
    return target.with(awa -> {
      List<SettingChange> changes = history.of(awa, limit);
      return printer.print(changes, out -> SettingLines.printHistory(out, changes));
    });
  }
}
