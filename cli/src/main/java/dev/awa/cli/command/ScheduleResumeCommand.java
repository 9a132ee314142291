package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.schedule.StoredSchedule;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Resumes a paused schedule. */
@Prints(ScheduleResumeCommand.Answer.class)
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Let a paused schedule go on, from now on.")
public final class ScheduleResumeCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  /** What is printed as JSON. */
  record Answer(String schedule, boolean resumed) {}

  @Override
  public Integer call() {
    return target.with(awa -> {
      Optional<StoredSchedule> before = awa.schedules().find(name);
      awa.schedules().resume(name, operator.name());
      return printer.print(
          new Answer(name, true),
          out -> {
            out.println("schedule \"" + Printer.plain(name) + "\" is resumed");
            out.println(
                before
                    .flatMap(SchedulePauseCommand::pause)
                    .map(was -> "it was " + was)
                    .orElse("it was not paused"));
          });
    });
  }
}
