package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings a retired schedule back. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "Bring a retired schedule back. What was planned meanwhile is not made up for.")
public final class ScheduleRestoreCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  /** What is printed as JSON. */
  record Answer(String schedule, boolean restored) {}

  @Override
  public Integer call() {
    return target.with(awa -> {
      awa.schedules().restore(name, Pausing.who());
      return printer.print(
          new Answer(name, true),
          out -> out.println("schedule \"" + Printer.plain(name) + "\" is restored"));
    });
  }
}
