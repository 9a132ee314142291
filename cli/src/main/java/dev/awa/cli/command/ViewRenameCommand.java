package dev.awa.cli.command;

import dev.awa.RenamedView;
import dev.awa.admin.ViewVerdict;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a saved view another name. */
@Prints(ViewVerdict.class)
@Command(
    name = "rename",
    mixinStandardHelpOptions = true,
    description = {
      "Give a saved view another name.",
      "Exit status 1 when there is no such view, or a view has the other name already."
    })
public final class ViewRenameCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(index = "0", paramLabel = "NAME", description = "The view.")
  String name = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "Its new name.")
  String other = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      RenamedView renamed = awa.savedViews().rename(name, other);
      if (renamed == RenamedView.UNKNOWN) {
        throw new CommandFailure("there is no saved view \"" + Printer.plain(name) + "\"");
      }
      if (renamed == RenamedView.TAKEN) {
        throw new CommandFailure("a view is called \"" + Printer.plain(other) + "\" already");
      }
      return printer.print(
          new ViewVerdict(other, "renamed"),
          out -> out.println("the view is called \"" + Printer.plain(other) + "\" now"));
    });
  }
}
