package dev.awa.cli.command;

import dev.awa.KindChange;
import dev.awa.admin.ListedKind;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the kinds that are described, or of which something is set. */
@Prints(lists = ListedKind.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Every kind that an application describes, or of which something is set: for how long its"
          + " jobs are kept, who owns it, and what it is.",
      "drifts: two applications, or two revisions of one, describe it otherwise. stale: no worker"
          + " has said so for a day; after 30 days it is forgotten."
    })
public final class KindListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> {
      List<ListedKind> kinds = ListedKind.all(awa.kinds());
      return printer.print(kinds, out -> print(out, kinds));
    });
  }

  private static void print(PrintWriter out, List<ListedKind> kinds) {
    Table.print(
        out,
        List.of("KIND", "KEEP FAILED", "KEEP DEAD LETTERS", "OWNER", "SEEN", "STATE", "WHAT IT IS"),
        kinds.stream().flatMap(KindListCommand::rows).toList());
  }

  private static Stream<List<String>> rows(ListedKind kind) {
    List<String> kept =
        KindChange.SETTINGS.stream()
            .map(setting -> SettingLines.words(kind.settings().values().get(setting)))
            .toList();
    if (kind.described().isEmpty()) {
      return Stream.of(row(kind.kind(), kept, List.of("-", "-", "-", "")));
    }
    return kind.described().stream()
        .map(one ->
            row(
                kind.kind(),
                kept,
                List.of(
                    DescriptorLines.orNone(one.says().owner()),
                    Printer.time(one.seenAt()),
                    DescriptorLines.state(one, kind.described()),
                    DescriptorLines.words(one.says()))));
  }

  private static List<String> row(String kind, List<String> kept, List<String> said) {
    return Stream.of(List.of(Printer.plain(kind)), kept, said).flatMap(List::stream).toList();
  }
}
