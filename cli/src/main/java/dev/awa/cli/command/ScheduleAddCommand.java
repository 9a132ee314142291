package dev.awa.cli.command;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.Unhandled;
import dev.awa.cli.database.Target;
import dev.awa.cli.job.ObjectOption;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.cron.InvalidCronException;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.StoredSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "Make a schedule by hand, or change the one of this name and owner.",
      "Schedules of an application are declared in its code: see docs/how-to/schedules.md."
    })
public final class ScheduleAddCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

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

  @Option(names = "--kind", paramLabel = "KIND", required = true, description = "The kind.")
  String kind = "";

  @Option(
      names = "--args",
      paramLabel = "JSON",
      defaultValue = "null",
      description = "The arguments of each job; default: ${DEFAULT-VALUE}.")
  String args = "null";

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      defaultValue = "default",
      description = "The queue; default: ${DEFAULT-VALUE}.")
  String queue = "default";

  @Option(
      names = "--priority",
      paramLabel = "N",
      defaultValue = "2",
      description = "1 (first) to 4; default: ${DEFAULT-VALUE}.")
  int priority = 2;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "25",
      description = "1 to 1000; default: ${DEFAULT-VALUE}.")
  int maxAttempts = 25;

  @Option(names = "--tag", paramLabel = "TAG", description = "A tag; may be repeated.")
  List<String> tags = List.of();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long one attempt may take; default: the worker's.")
  @Nullable Duration deadline;

  @Option(
      names = "--metadata",
      paramLabel = "JSON",
      description = "An object that travels with each job.")
  @Nullable String metadata;

  @Option(
      names = "--ordering-key",
      paramLabel = "KEY",
      description = "Jobs of a queue and priority with this key are claimed in their order.")
  @Nullable String orderingKey;

  @Option(
      names = "--args-version",
      paramLabel = "N",
      defaultValue = "1",
      description = "The version of the arguments, 1 to 1000000; default: ${DEFAULT-VALUE}.")
  int argsVersion = 1;

  @Option(
      names = "--mask",
      paramLabel = "FIELD",
      description = "A field of the arguments that is not shown, as in card.number; repeatable.")
  List<String> masked = List.of();

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
  record Answer(String schedule, String owner, String expression, @Nullable String warning) {}

  @Override
  public Integer call() {
    Schedule schedule = schedule();
    return target.with(awa -> {
      awa.schedules().add(owner, schedule, operator.name());
      Optional<String> warning =
          awa.workers().handling().missing(queue, kind, 0).map(Unhandled::words);
      warning.ifPresent(printer::note);
      int status =
          printer.print(
              new Answer(name, owner, schedule.timing().expression(), warning.orElse(null)),
              out ->
                  out.println(
                      "schedule \"" + Printer.plain(name) + "\" fires by " + schedule.timing()));
      NextFire.tell(awa, name, printer);
      return status;
    });
  }

  private Schedule schedule() {
    try {
      Job<RawJson> job = job();
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

  private Job<RawJson> job() {
    Job<RawJson> job =
        Job.of(kind, new RawJson(args))
            .withQueue(queue)
            .withPriority(priority)
            .withMaxAttempts(maxAttempts)
            .withVersion(argsVersion)
            .withMasked(masked.toArray(String[]::new))
            .withTags(tags.toArray(String[]::new));
    job = deadline == null ? job : job.withDeadline(deadline);
    job = metadata == null ? job : job.withMetadata(ObjectOption.read("--metadata", metadata));
    return orderingKey == null ? job : job.withOrderingKey(orderingKey);
  }
}
