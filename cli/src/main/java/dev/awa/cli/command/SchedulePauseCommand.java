package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a schedule. */
@Prints(SchedulePauseCommand.Answer.class)
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Pause a schedule: it fires nothing until it is resumed. What is planned meanwhile is not"
          + " made up for, and no deployment ends the pause."
    })
public final class SchedulePauseCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for people.")
  String reason = "";

  /** What is printed as JSON. */
  record Answer(String schedule, boolean paused) {}

  @Override
  public Integer call() {
    return target.with(awa -> {
      awa.schedules().pause(name, operator.name(), reason);
      return printer.print(
          new Answer(name, true),
          out -> out.println("schedule \"" + Printer.plain(name) + "\" is paused"));
    });
  }
}
