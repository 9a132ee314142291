package dev.awa.cli.command;

import dev.awa.admin.AdoptedSchedule;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a schedule another owner. */
@Prints(AdoptedSchedule.class)
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Give a schedule to another owner. An owner that declares schedules has to declare it within"
          + " its grace time, or it is retired."
    })
public final class ScheduleAdoptCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(index = "0", paramLabel = "NAME", description = "The schedule.")
  String name = "";

  @Parameters(index = "1", paramLabel = "OWNER", description = "The new owner.")
  String owner = "";

  @Option(
      names = "--from",
      paramLabel = "OWNER",
      description = "Who must own it now; default: whoever does.")
  @Nullable String from;

  @Override
  public Integer call() {
    return target.with(awa -> {
      String before = awa.schedules().adopt(name, owner, from, operator.name());
      return printer.print(
          new AdoptedSchedule(name, owner, before),
          out ->
              out.println(
                  "schedule \""
                      + Printer.plain(name)
                      + "\" belongs to "
                      + Printer.plain(owner)
                      + ", not to "
                      + Printer.plain(before)
                      + " any more"));
    });
  }
}
