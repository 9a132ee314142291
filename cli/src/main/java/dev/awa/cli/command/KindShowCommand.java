package dev.awa.cli.command;

import dev.awa.KindStatus;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what is set of a kind. */
@Prints(KindStatus.class)
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "For how long jobs of a kind are kept, who has set that, and what applications say of it.",
      "What is not set is as the queue says (awa queue show), or the storage (awa storage status)."
    })
public final class KindShowCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "KIND", description = "The kind.")
  String kind = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      KindStatus status = awa.kinds().show(kind);
      return printer.print(status, out -> SettingLines.print(out, status));
    });
  }
}
