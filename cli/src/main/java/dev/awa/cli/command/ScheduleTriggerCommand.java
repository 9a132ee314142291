package dev.awa.cli.command;

import dev.awa.Enqueued;
import dev.awa.admin.TriggeredSchedule;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fires a schedule now. */
@Prints(TriggeredSchedule.class)
@Command(
    name = "trigger",
    mixinStandardHelpOptions = true,
    description = "Fire a schedule now, also a paused one; its planned times stay as they are.")
public final class ScheduleTriggerCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      Enqueued job = awa.schedules().trigger(name, operator.name());
      return printer.print(
          new TriggeredSchedule(name, job.id(), job.duplicate()),
          out ->
              out.println(
                  job.duplicate()
                      ? "job "
                          + job.id()
                          + " of an earlier fire has not ended: nothing was enqueued"
                      : "job " + job.id() + " was enqueued"));
    });
  }
}
