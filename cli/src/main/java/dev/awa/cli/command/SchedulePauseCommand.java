package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.schedule.StoredSchedule;
import java.util.Optional;
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

  /** Of one that is paused: since when, by whom and why. */
  static Optional<String> pause(StoredSchedule schedule) {
    return Optional.ofNullable(schedule.pausedAt())
        .map(at ->
            "paused since "
                + Printer.time(at)
                + (schedule.pausedBy() == null ? "" : " by " + Printer.plain(schedule.pausedBy()))
                + (schedule.pausedReason() == null
                    ? ""
                    : ": " + Printer.plain(schedule.pausedReason())));
  }

  @Override
  public Integer call() {
    return target.with(awa -> {
      Optional<StoredSchedule> before = awa.schedules().find(name);
      awa.schedules().pause(name, operator.name(), reason);
      return printer.print(
          new Answer(name, true),
          out -> {
            out.println("schedule \"" + Printer.plain(name) + "\" is paused");
            before
                .flatMap(SchedulePauseCommand::pause)
                .ifPresent(was -> out.println("before, it was " + was));
          });
    });
  }
}
