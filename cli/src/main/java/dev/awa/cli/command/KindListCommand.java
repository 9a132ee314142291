package dev.awa.cli.command;

import dev.awa.Described;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the kinds that are described. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Every kind that an application describes: who owns it, and what it is.",
      "drifts: two applications, or two revisions of one, describe it otherwise. stale: no worker"
          + " has said so for a day; after 30 days it is forgotten."
    })
public final class KindListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.kinds().list()));
  }

  private int print(List<Described> kinds) {
    return printer.print(
        kinds,
        out ->
            Table.print(
                out,
                List.of("KIND", "OWNER", "SEEN", "STATE", "WHAT IT IS"),
                kinds.stream().map(one -> row(one, kinds)).toList()));
  }

  private static List<String> row(Described one, List<Described> all) {
    return List.of(
        Printer.plain(one.name()),
        DescriptorLines.orNone(one.says().owner()),
        Printer.time(one.seenAt()),
        DescriptorLines.state(one, all),
        DescriptorLines.words(one.says()));
  }
}
