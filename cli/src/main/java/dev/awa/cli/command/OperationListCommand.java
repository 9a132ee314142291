package dev.awa.cli.command;

import dev.awa.StoredOperation;
import dev.awa.admin.OperationDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists operations. */
@Prints(lists = OperationDocument.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Operations of the last 90 days, newest first.")
public final class OperationListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "At most so many; default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only those with a lower id: the next page.")
  long before = Long.MAX_VALUE;

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.operations().list(limit, before)));
  }

  private int print(List<StoredOperation> operations) {
    return printer.print(
        operations.stream().map(OperationDocument::of).toList(),
        out ->
            Table.print(
                out,
                List.of("ID", "STATE", "ACTION", "DONE", "CHANGED", "SUBMITTED", "BY", "REASON"),
                operations.stream().map(OperationListCommand::row).toList()));
  }

  private static List<String> row(StoredOperation operation) {
    return List.of(
        "" + operation.id(),
        operation.state().name().toLowerCase(Locale.ROOT),
        operation.verb().word(),
        String.format(Locale.ROOT, "%.0f %%", Math.floor(operation.percent())),
        "" + operation.counts().changed(),
        Printer.time(operation.submittedAt()),
        Printer.plain(operation.submittedBy()),
        Printer.plain(operation.reason()));
  }
}
