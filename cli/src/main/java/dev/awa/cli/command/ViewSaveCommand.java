package dev.awa.cli.command;

import dev.awa.admin.ChangedView;
import dev.awa.admin.ListedView;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Saves a filter of jobs under a name. */
@Prints(ChangedView.class)
@Command(
    name = "save",
    mixinStandardHelpOptions = true,
    description = {
      "Save a filter of jobs under a name, for everybody who looks at this schema: 500 views at"
          + " most. If a view has the name, it is overwritten, and printed is what it was."
    })
public final class ViewSaveCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name, 1 to 100 characters.")
  String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILTER",
      description = "Which jobs, as for awa job list: queue:mail state:failed.")
  List<String> filter = List.of();

  @Override
  public Integer call() {
    String text = String.join(" ", filter);
    return target.with(awa -> {
      ChangedView changed =
          ChangedView.of(
              name, text, awa.savedViews().save(name, text, operator.name()).orElse(null));
      return printer.print(changed, out -> print(out, changed));
    });
  }

  private static void print(PrintWriter out, ChangedView changed) {
    String view = Printer.plain(changed.view());
    out.println("view \"" + view + "\" is saved: " + Printer.plain(changed.filter()));
    ListedView before = changed.overwritten();
    if (before != null) {
      out.println(
          "it was: "
              + Printer.plain(before.filter())
              + ", saved by "
              + Printer.plain(before.savedBy())
              + " at "
              + Printer.time(before.savedAt()));
    }
  }
}
