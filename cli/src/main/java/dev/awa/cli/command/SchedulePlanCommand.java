package dev.awa.cli.command;

import dev.awa.Unhandled;
import dev.awa.cli.database.Target;
import dev.awa.cli.job.ScheduleFile;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.SchedulePlan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a declaration would do. */
@Prints(SchedulePlanCommand.Answer.class)
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "What a deployment would add, change and retire, if an owner declared the schedules of a"
          + " file. Nothing is changed unless --apply is given.",
      "The file holds a JSON array of objects with name, cron or every (PT5M), kind, and, as far as"
          + " wanted, zone, args, queue, priority, max_attempts, version, masked, tags, metadata,"
          + " deadline (PT30S), ordering_key, missed, overlap, jitter, start and end."
    })
public final class SchedulePlanCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(index = "0", paramLabel = "OWNER", description = "The application.")
  String owner = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The schedules; - for the input.")
  String file = "";

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      required = true,
      description = "What is deployed.")
  String revision = "";

  @Option(names = "--apply", description = "Declare the schedules.")
  boolean apply;

  /** What is printed as JSON. */
  record Answer(
      String owner, String revision, boolean applied, List<Row> changes, List<String> warnings) {}

  /** What becomes of one schedule. */
  record Row(String name, String verdict, String words) {
    static Row of(SchedulePlan.Change change) {
      return new Row(change.name(), change.verdict().word(), change.words());
    }
  }

  @Override
  public Integer call() {
    Declaration declaration = Declaration.of(owner, revision, ScheduleFile.read(file));
    return target.with(awa ->
        print(apply ? awa.schedules().declare(declaration) : awa.schedules().plan(declaration)));
  }

  private int print(SchedulePlan plan) {
    List<String> warnings = plan.unhandled().stream().map(Unhandled::words).toList();
    warnings.forEach(printer::note);
    return printer.print(
        new Answer(owner, revision, apply, plan.changes().stream().map(Row::of).toList(), warnings),
        out -> {
          Table.print(
              out,
              List.of("VERDICT", "NAME", "WHY"),
              plan.changes().stream()
                  .map(change ->
                      List.of(
                          change.verdict().word(),
                          Printer.plain(change.name()),
                          Printer.plain(change.words())))
                  .toList());
          out.println(apply ? "declared" : "nothing was changed; --apply declares them");
        });
  }
}
