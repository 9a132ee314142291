package dev.awa.cli.command;

import dev.awa.admin.ViewVerdict;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a saved view. */
@Prints(ViewVerdict.class)
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Delete a saved view, for everybody; no job is touched.",
      "Exit status 1 when there is no such view."
    })
public final class ViewDeleteCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "NAME", description = "The view.")
  String name = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      if (!awa.savedViews().delete(name)) {
        throw new CommandFailure("there is no saved view \"" + Printer.plain(name) + "\"");
      }
      return printer.print(
          new ViewVerdict(name, "deleted"),
          out -> out.println("view \"" + Printer.plain(name) + "\" is deleted"));
    });
  }
}
