package dev.awa.cli.command;

import dev.awa.Handling;
import dev.awa.admin.ScheduleDocument;
import dev.awa.admin.SchedulesDocument;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.schedule.StoredSchedule;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the schedules. */
@Prints(SchedulesDocument.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Schedules by name, also retired ones, with their state and when they fire next, a page at"
            + " a time.")
public final class ScheduleListCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(names = "--owner", paramLabel = "OWNER", description = "Those of one owner only.")
  @Nullable String owner;

  @Option(
      names = "--limit",
      defaultValue = "200",
      paramLabel = "N",
      description = "At most so many, 1 to 1000; default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(
      names = "--after",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Only those whose names come after this one: the next page.")
  String after = "";

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new UsageFailure("--limit: must be 1 to " + MOST + ", got " + limit);
    }
    return target.with(
        awa -> print(awa.schedules().page(owner, after, limit + 1), awa.workers().handling()));
  }

  private int print(List<StoredSchedule> found, Handling handling) {
    SchedulesDocument page = SchedulesDocument.of(found, limit, handling);
    List<StoredSchedule> schedules = found.subList(0, page.schedules().size());
    schedules.stream()
        .flatMap(schedule -> ScheduleDocument.warning(schedule, handling).stream())
        .distinct()
        .forEach(printer::note);
    return printer.print(
        page,
        out -> {
          Table.print(
              out,
              List.of("STATE", "NEXT", "LAST", "EXPRESSION", "ZONE", "OWNER", "NAME"),
              schedules.stream().map(ScheduleListCommand::row).toList());
          if (page.next() != null) {
            out.println(
                "more: --after " + "'" + Printer.plain(page.next()).replace("'", "'\\''") + "'");
          }
        });
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
