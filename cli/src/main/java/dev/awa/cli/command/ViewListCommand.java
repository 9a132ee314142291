package dev.awa.cli.command;

import dev.awa.admin.ListedView;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the saved views. */
@Prints(lists = ListedView.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Filters of jobs that people have saved under a name, by name. awa job list takes such a"
          + " filter.",
      "A view whose filter this version can't read says why."
    })
public final class ViewListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> {
      List<ListedView> views = awa.savedViews().list().stream().map(ListedView::of).toList();
      return printer.print(
          views,
          out ->
              Table.print(
                  out,
                  List.of("VIEW", "FILTER", "SAVED BY", "SAVED", "TROUBLE"),
                  views.stream().map(ViewListCommand::row).toList()));
    });
  }

  private static List<String> row(ListedView view) {
    return List.of(
        Printer.plain(view.name()),
        Printer.plain(view.filter()),
        Printer.plain(view.savedBy()),
        Printer.time(view.savedAt()),
        view.trouble() == null ? "" : Printer.plain(view.trouble()));
  }
}
