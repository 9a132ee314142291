package dev.awa.cli.command;

import dev.awa.Handling;
import dev.awa.admin.ScheduleDocument;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.schedule.StoredSchedule;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the schedules. */
@Prints(lists = ScheduleDocument.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Every schedule, also retired ones, with its state and when it fires next.")
public final class ScheduleListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(names = "--owner", paramLabel = "OWNER", description = "Those of one owner only.")
  @Nullable String owner;

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.schedules().list(owner), awa.workers().handling()));
  }

  private int print(List<StoredSchedule> schedules, Handling handling) {
    schedules.stream()
        .flatMap(schedule -> ScheduleDocument.warning(schedule, handling).stream())
        .distinct()
        .forEach(printer::note);
    return printer.print(
        schedules.stream().map(schedule -> ScheduleDocument.of(schedule, handling)).toList(),
        out ->
            Table.print(
                out,
                List.of("STATE", "NEXT", "LAST", "EXPRESSION", "ZONE", "OWNER", "NAME"),
                schedules.stream().map(ScheduleListCommand::row).toList()));
  }

  private static List<String> row(StoredSchedule schedule) {
    return List.of(
        schedule.overdue().toSeconds() > 5
            ? "late by " + Units.words(schedule.overdue())
            : schedule.state().word(),
        schedule.nextAt() == null ? "-" : Printer.time(schedule.nextAt()),
        schedule.last() == null ? "-" : Printer.time(schedule.last().plannedAt()),
        schedule.expression(),
        schedule.zone(),
        Printer.plain(schedule.owner()),
        Printer.plain(schedule.name()));
  }
}
