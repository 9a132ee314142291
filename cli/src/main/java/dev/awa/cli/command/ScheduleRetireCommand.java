package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Retires a schedule, or all of an owner. */
@Prints(ChosenSchedules.Answer.class)
@Command(
    name = "retire",
    mixinStandardHelpOptions = true,
    description = {
      "Retire a schedule, or all of an owner: they fire nothing, and stay to be looked at. No"
          + " deployment brings them back, awa schedule restore does."
    })
public final class ScheduleRetireCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @ArgGroup(multiplicity = "1")
  ChosenSchedules schedules = new ChosenSchedules();

  @Override
  public Integer call() {
    String by = operator.name();
    return target.with(awa ->
        schedules.steer(
            printer,
            "retired",
            name -> awa.schedules().retire(name, by),
            owner -> awa.schedules().retireOwner(owner, by)));
  }
}
