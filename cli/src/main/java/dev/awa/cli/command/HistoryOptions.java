package dev.awa.cli.command;

import dev.awa.SettingChange;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.List;
import java.util.function.Consumer;
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
    return print(history, awa -> {});
  }

  /** The same, and says something where there is none. */
  final int print(History history, Consumer<Awa> none) {
    return target.with(awa -> {
      List<SettingChange> changes = history.of(awa, limit);
      if (changes.isEmpty()) {
        none.accept(awa);
      }
      return printer.print(changes, out -> SettingLines.printHistory(out, changes));
    });
  }
}
