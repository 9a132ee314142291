package dev.awa.cli.command;

import dev.awa.admin.PlannedTime;
import dev.awa.admin.PlannedTimes;
import dev.awa.admin.ScheduleDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.cli.terminal.UsageFailure;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells when a schedule fires next. */
@Prints(PlannedTimes.class)
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "The next times that a schedule is planned for, whether or not it is paused. A time that a"
          + " change of clocks shifts is marked."
    })
public final class SchedulePreviewCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  @Option(
      names = "--next",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many, 1 to 1000; default: ${DEFAULT-VALUE}.")
  int next = 10;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description =
          "Those after this time: 2026-03-28T00:00:00Z, or with an offset. Default: from now on.")
  @Nullable String from;

  @Override
  public Integer call() {
    if (next < 1 || next > 1000) {
      throw new UsageFailure("--next: must be 1 to 1000, got " + next);
    }
    Instant after = from == null ? null : Moment.instant("--from", from);
    return target.with(awa ->
        print(
            PlannedTimes.of(
                name,
                after == null
                    ? awa.schedules().preview(name, next)
                    : awa.schedules().preview(name, after, next),
                awa.schedules()
                    .find(name)
                    .flatMap(found -> ScheduleDocument.warning(found, awa.workers().handling())))));
  }

  private int print(PlannedTimes planned) {
    if (planned.warning() != null) {
      printer.note(planned.warning());
    }
    return printer.print(
        planned,
        out ->
            Table.print(
                out,
                List.of("AT", "LOCAL", "PLANNED", "SHIFTED"),
                planned.times().stream().map(SchedulePreviewCommand::row).toList()));
  }

  private static List<String> row(PlannedTime time) {
    return List.of(
        Printer.time(time.at()),
        time.local(),
        time.planned(),
        time.shifted() == null ? "" : time.shifted());
  }
}
