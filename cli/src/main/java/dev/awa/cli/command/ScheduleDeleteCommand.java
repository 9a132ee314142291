package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a schedule. */
@Prints(ScheduleDeleteCommand.Answer.class)
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Delete a schedule and the notes of its fires; its jobs stay. An application that still"
          + " declares it makes it anew: then retire it instead."
    })
public final class ScheduleDeleteCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  /** What is printed as JSON. */
  record Answer(String schedule, boolean deleted) {}

  @Override
  public Integer call() {
    String by = operator.name();
    return target.with(awa -> {
      if (!awa.schedules().delete(name, by)) {
        throw new CommandFailure("there is no schedule \"" + Printer.plain(name) + "\"");
      }
      return printer.print(
          new Answer(name, true),
          out -> out.println("schedule \"" + Printer.plain(name) + "\" is deleted"));
    });
  }
}
