package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Retires a schedule. */
@Command(
    name = "retire",
    mixinStandardHelpOptions = true,
    description = {
      "Retire a schedule: it fires nothing, and stays to be looked at. No deployment brings it"
          + " back, awa schedule restore does."
    })
public final class ScheduleRetireCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  /** What is printed as JSON. */
  record Answer(String schedule, boolean retired) {}

  @Override
  public Integer call() {
    return target.with(awa -> {
      awa.schedules().retire(name, Pausing.who());
      return printer.print(
          new Answer(name, true),
          out -> out.println("schedule \"" + Printer.plain(name) + "\" is retired"));
    });
  }
}
