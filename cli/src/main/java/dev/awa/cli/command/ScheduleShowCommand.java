package dev.awa.cli.command;

import dev.awa.admin.Documents;
import dev.awa.admin.ScheduleDocument;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.client.Awa;
import dev.awa.schedule.ScheduleFire;
import dev.awa.schedule.StoredSchedule;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/** Shows one schedule. */
@Prints(ScheduleDocument.class)
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "One schedule with its newest fires.")
public final class ScheduleShowCommand implements Callable<Integer> {
  private static final ObjectWriter LINE =
      Documents.JSON.writer().without(SerializationFeature.INDENT_OUTPUT);

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  String name = "";

  @Override
  public Integer call() {
    return target.with(this::show);
  }

  private int show(Awa awa) {
    StoredSchedule schedule =
        awa.schedules()
            .find(name)
            .orElseThrow(
                () -> new CommandFailure("there is no schedule \"" + Printer.plain(name) + "\""));
    List<ScheduleFire> fires = awa.schedules().fires(name);
    Map<String, @Nullable Object> facts =
        ScheduleDocument.of(schedule, awa.workers().handling(), fires);
    return printer.print(facts, out -> lines(out, facts, fires));
  }

  private static void lines(
      PrintWriter out, Map<String, @Nullable Object> facts, List<ScheduleFire> fires) {
    facts.forEach((name, value) -> {
      if (value != null && !name.equals("fires") && !name.equals("last")) {
        out.printf(Locale.ROOT, "%-13s %s%n", name, fact(value));
      }
    });
    if (!fires.isEmpty()) {
      out.println();
      Table.print(
          out,
          List.of("PLANNED", "FIRED", "OUTCOME", "JOB"),
          fires.stream().map(ScheduleShowCommand::row).toList());
    }
  }

  private static List<String> row(ScheduleFire fire) {
    return List.of(
        Printer.time(fire.plannedAt()),
        Printer.time(fire.firedAt()),
        fire.outcome().word(),
        "" + fire.jobId());
  }

  private static String fact(Object value) {
    return switch (value) {
      case Instant time -> Printer.time(time);
      case Duration time -> Units.words(time);
      case JsonNode json -> Printer.plain(LINE.writeValueAsString(json));
      default -> Printer.plain(value);
    };
  }
}
