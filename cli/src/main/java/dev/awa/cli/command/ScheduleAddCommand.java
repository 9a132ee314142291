package dev.awa.cli.command;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.Unhandled;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import dev.awa.cron.InvalidCronException;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.SchedulePlan;
import dev.awa.schedule.StoredSchedule;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a schedule by hand, or changes it. */
@Prints(ScheduleAddCommand.Answer.class)
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Make a schedule by hand, or change the one of this name and owner: what no option names is"
          + " as for a new one then.",
      "Schedules of an application are declared in its code: see docs/how-to/schedules.md."
    })
public final class ScheduleAddCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();
  @Mixin JobOptions jobs = new JobOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule, 1 to 200 characters.")
  String name = "";

  @ArgGroup(multiplicity = "1")
  Times times = new Times();

  /** One of the two. */
  static final class Times {
    @Option(
        names = "--cron",
        paramLabel = "EXPRESSION",
        description = "Five fields, or six with the second first: \"0 3 * * *\".")
    @Nullable String cron;

    @Option(
        names = "--every",
        paramLabel = "TIME",
        description = "A fixed interval, 1 s and longer, counted from 1970 or from --start.")
    @Nullable Duration every;
  }

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "The zone of --cron, as in Europe/Berlin; default: ${DEFAULT-VALUE}.")
  String zone = "UTC";

  @Option(
      names = "--args",
      paramLabel = "JSON",
      defaultValue = "null",
      description = "The arguments of each job; default: ${DEFAULT-VALUE}.")
  String args = "null";

  @Option(
      names = "--missed",
      paramLabel = "RULE",
      defaultValue = "once",
      description = {
        "What follows an outage: skip; once; or \"catch_up N\", at most so many times.",
        "Default: ${DEFAULT-VALUE}."
      })
  String missed = "once";

  @Option(
      names = "--overlap",
      paramLabel = "RULE",
      defaultValue = "allow",
      description = {
        "What a fire does while an earlier job has not ended: allow, skip or queue_one.",
        "Default: ${DEFAULT-VALUE}."
      })
  String overlap = "allow";

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      description = "By up to how much each job is put off, up to a day.")
  @Nullable Duration jitter;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Nothing is planned before: 2026-11-28T10:00:00Z, or with an offset.")
  @Nullable String start;

  @Option(
      names = "--end",
      paramLabel = "INSTANT",
      description = "Nothing is planned then or later.")
  @Nullable String end;

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      defaultValue = StoredSchedule.PEOPLE,
      description = "Who owns it; default: ${DEFAULT-VALUE}.")
  String owner = StoredSchedule.PEOPLE;

  /** What is printed as JSON. */
  record Answer(
      String schedule,
      String owner,
      String expression,
      SchedulePlan.Verdict verdict,
      String words,
      List<String> warnings) {}

  @Override
  public Integer call() {
    Schedule schedule = schedule();
    return target.with(awa -> {
      SchedulePlan.Change done = awa.schedules().add(owner, schedule, operator.name());
      List<String> warnings =
          Stream.concat(
                  awa.workers().handling().missing(jobs.queue, jobs.kind, 0).stream()
                      .map(Unhandled::words),
                  undeclared(awa).stream())
              .toList();
      warnings.forEach(printer::note);
      int status =
          printer.print(
              new Answer(
                  name,
                  owner,
                  schedule.timing().expression(),
                  done.verdict(),
                  done.words(),
                  warnings),
              out -> tell(out, schedule, done));
      NextFire.tell(awa, name, printer);
      return status;
    });
  }

  private void tell(PrintWriter out, Schedule schedule, SchedulePlan.Change done) {
    out.println("schedule \"" + Printer.plain(name) + "\" fires by " + schedule.timing());
    if (done.verdict() != SchedulePlan.Verdict.ADD) {
      out.println(
          "it was there: "
              + (done.words().isEmpty() ? "nothing is other" : Printer.plain(done.words())));
    }
  }

  /** An owner that declares its schedules retires what none of its revisions declares. */
  private Optional<String> undeclared(Awa awa) {
    return awa.schedules().owners().stream()
        .filter(one -> one.owner().equals(owner) && one.grace() != null)
        .filter(one -> !one.revisions().isEmpty())
        .filter(one -> one.revisions().stream().noneMatch(each -> each.names().contains(name)))
        .map(one ->
            "owner \""
                + owner
                + "\" declares its schedules, and not this one: it is retired after "
                + Units.words(Objects.requireNonNull(one.grace()))
                + " unless a revision declares it")
        .findFirst();
  }

  private Schedule schedule() {
    try {
      Job<RawJson> job = jobs.job(args);
      Schedule schedule =
          times.every == null
              ? Schedule.cron(name, String.valueOf(times.cron), job)
              : Schedule.every(name, times.every, job);
      schedule = schedule.withZone(zone).withMissed(Missed.of(missed));
      schedule = schedule.withOverlap(Overlap.of(overlap));
      schedule = jitter == null ? schedule : schedule.withJitter(jitter);
      schedule = start == null ? schedule : schedule.withStart(Moment.instant("--start", start));
      return end == null ? schedule : schedule.withEnd(Moment.instant("--end", end));
    } catch (InvalidCronException | InvalidJobException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }
}
