package dev.awa.cli.command;

import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels a job, or the jobs of a queue. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Cancel a job, wherever it is, or every unfinished job of a queue.",
      "Exit status 1 when nothing was cancelled."
    })
public final class JobCancelCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", arity = "0..1", description = "The job.")
  @Nullable Long id;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "Instead of an id: every job of this queue.")
  @Nullable String queue;

  @Option(names = "--kind", paramLabel = "KIND", description = "With --queue: only of this kind.")
  @Nullable String kind;

  @Option(
      names = "--state",
      converter = JobStates.class,
      paramLabel = "STATE",
      description = "With --queue: only of this state: scheduled, retryable, available, running.")
  @Nullable JobState state;

  @Option(
      names = "--reason",
      defaultValue = "cancelled by an operator",
      paramLabel = "TEXT",
      description = "Kept with the job.")
  String reason = "";

  /** What is printed as JSON of one job. */
  record Verdict(long id, String verdict) {}

  /** What is printed as JSON of a queue. */
  record Cancelled(long cancelled) {}

  @Override
  public Integer call() {
    if ((id == null) == (queue == null)) {
      throw new UsageFailure("name either the job, by its id, or --queue");
    }
    if (id == null) {
      JobFilter filter =
          JobFilter.newest(JobFilter.MAX_LIMIT).withState(state).withQueue(queue).withKind(kind);
      return target.with(awa -> cancelAll(awa, filter));
    }
    if (kind != null || state != null) {
      throw new UsageFailure("--kind and --state go with --queue: a job is named by its id alone");
    }
    long one = id;
    return target.with(awa -> cancel(awa, one));
  }

  private int cancelAll(Awa awa, JobFilter filter) {
    long cancelled = 0;
    long some = awa.jobs().cancelAll(filter, reason);
    while (some > 0) {
      cancelled += some;
      some = awa.jobs().cancelAll(filter, reason);
    }
    long all = cancelled;
    printer.print(new Cancelled(all), out -> out.println(all + " jobs cancelled"));
    return all > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int cancel(Awa awa, long one) {
    CancelVerdict verdict = awa.jobs().cancel(one, reason);
    String word = verdict.name().toLowerCase(Locale.ROOT);
    printer.print(new Verdict(one, word), out -> out.println("job " + one + ": " + word));
    return verdict == CancelVerdict.CANCELLED ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
