package dev.awa.cli.command;

import dev.awa.cli.database.Context;
import dev.awa.cli.database.Contexts;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.cli.terminal.UsageFailure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the contexts. */
@Prints(ContextListCommand.Rows.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List the contexts: name, database and schema, which one is the default, which are"
          + " production. Needs no database.",
      "They are read from the file that AWA_CONFIG names, else from ~/.config/awa/config.toml."
    })
public final class ContextListCommand implements Callable<Integer> {
  @Mixin Printer printer = new Printer();

  /** One context as it is printed: without its password. */
  record Row(String name, boolean isDefault, boolean production, String where) {}

  /** All contexts as they are printed. */
  record Rows(String file, List<Row> contexts) {}

  @Override
  public Integer call() {
    Contexts contexts = Contexts.ofTheSystem();
    List<Row> rows = rows(contexts);
    return printer.print(
        new Rows(contexts.file().toString(), rows),
        out -> {
          if (rows.isEmpty()) {
            out.println("no contexts: " + contexts.file() + " is not there, or has none");
            return;
          }
          Table.print(
              out,
              List.of("CONTEXT", "DEFAULT", "PRODUCTION", "WHERE"),
              rows.stream().map(ContextListCommand::cells).toList());
        });
  }

  static List<Row> rows(Contexts contexts) {
    return contexts.all().values().stream().map(one -> row(contexts, one)).toList();
  }

  private static Row row(Contexts contexts, Context context) {
    return new Row(
        context.name(),
        context.name().equals(contexts.usual()),
        context.production(),
        context.databaseUrl().startsWith("$") ? context.databaseUrl() : where(context));
  }

  /** One that is wrong does not hide the others. */
  private static String where(Context context) {
    try {
      return context.where();
    } catch (UsageFailure e) {
      return "can't be used: " + e.getMessage();
    }
  }

  private static List<String> cells(Row row) {
    return List.of(
        Printer.plain(row.name()),
        row.isDefault() ? "yes" : "",
        row.production() ? "yes" : "",
        Printer.plain(row.where()));
  }
}
