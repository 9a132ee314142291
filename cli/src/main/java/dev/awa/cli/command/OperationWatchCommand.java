package dev.awa.cli.command;

import dev.awa.admin.OperationDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows an operation until it ends. */
@Prints(OperationDocument.class)
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Show how far an operation is, until it is done. To end this command does not stop it.",
      "Exit status 1 when it was stopped."
    })
public final class OperationWatchCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", description = "The operation.")
  long id;

  @Override
  public Integer call() {
    return target.with(awa -> new Watching(printer).until(awa, id));
  }
}
