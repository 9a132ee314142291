package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings retired schedules back. */
@Prints(ChosenSchedules.Answer.class)
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Bring a retired schedule back, or all of an owner that people have retired. What was planned"
          + " meanwhile is not made up for."
    })
public final class ScheduleRestoreCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @ArgGroup(multiplicity = "1")
  ChosenSchedules schedules = new ChosenSchedules();

  @Override
  public Integer call() {
    String by = operator.name();
    return target.with(awa -> {
      int status =
          schedules.steer(
              printer,
              "restored",
              name -> awa.schedules().restore(name, by),
              owner -> awa.schedules().restoreOwner(owner, by));
      if (schedules.name == null) {
        NextFire.tellWithoutLeader(awa, printer);
      } else {
        NextFire.tell(awa, schedules.name, printer);
      }
      return status;
    });
  }
}
