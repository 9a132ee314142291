package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Table;
import dev.awa.cron.Fire;
import dev.awa.cron.Shift;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells when a schedule fires next. */
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

  /** What is printed as JSON, of each time. */
  record Time(Instant at, String local, String planned, @Nullable String shifted) {
    static Time of(Fire fire) {
      return new Time(
          fire.instant(),
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(fire.time()),
          fire.planned().toString(),
          why(fire.shift()));
    }
  }

  private static @Nullable String why(Shift shift) {
    return switch (shift) {
      case NONE -> null;
      case GAP -> "clocks jump over the planned time: fires when the gap ends";
      case OVERLAP -> "clocks show this time twice: fires the first time";
    };
  }

  @Override
  public Integer call() {
    return target.with(
        awa -> print(awa.schedules().preview(name, next).stream().map(Time::of).toList()));
  }

  private int print(List<Time> times) {
    return printer.print(
        times,
        out ->
            Table.print(
                out,
                List.of("AT", "LOCAL", "PLANNED", "SHIFTED"),
                times.stream().map(SchedulePreviewCommand::row).toList()));
  }

  private static List<String> row(Time time) {
    return List.of(
        Printer.time(time.at()),
        time.local(),
        time.planned(),
        time.shifted() == null ? "" : time.shifted());
  }
}
