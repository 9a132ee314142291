package dev.awa.cli.command;

import dev.awa.Action;
import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.admin.CancelledJobs;
import dev.awa.admin.JobVerdict;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels a job, or the jobs of a queue. */
@Prints(
    value = {CancelledJobs.class, JobVerdict.class, OperationPreview.class},
    lists = JobVerdict.class)
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Cancel jobs, wherever they are, or every unfinished job of a queue. For many thousands, or"
          + " with other conditions: awa operation submit cancel.",
      "Exit status 1 when nothing was cancelled."
    })
public final class JobCancelCommand implements Callable<Integer> {
  private static final String CANCELLED = CancelVerdict.CANCELLED.name().toLowerCase(Locale.ROOT);

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The jobs.")
  List<Long> ids = new ArrayList<>();

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

  @Option(
      names = "--preview",
      description = "With --queue: only count the jobs and show ten. Changes nothing.")
  boolean preview;

  @Override
  public Integer call() {
    if (ids.isEmpty() == (queue == null)) {
      throw new UsageFailure("name either the jobs, by their ids, or --queue");
    }
    if (state != null && !Action.Verb.CANCEL.treats().contains(state)) {
      throw new UsageFailure(
          "--state: must be scheduled, retryable, available or running, got " + state.word());
    }
    if (ids.isEmpty()) {
      JobFilter filter =
          JobFilter.newest(JobFilter.MAX_LIMIT).withState(state).withQueue(queue).withKind(kind);
      return target.with(awa ->
          preview
              ? OperationPreviewCommand.tell(
                  printer, awa, filter, awa.operations().preview(filter, Action.cancel()), "cancel")
              : cancelAll(awa, filter));
    }
    if (kind != null || state != null || preview) {
      throw new UsageFailure(
          "--kind, --state and --preview go with --queue: a job is named by its id alone");
    }
    return target.with(this::cancelNamed);
  }

  private int cancelAll(Awa awa, JobFilter filter) {
    long cancelled = 0;
    long some = awa.jobs().cancelAll(filter, reason);
    while (some > 0) {
      cancelled += some;
      some = awa.jobs().cancelAll(filter, reason);
    }
    long all = cancelled;
    List<String> warnings = all == 0 ? UnknownNames.tell(awa, filter, printer) : List.of();
    printer.print(
        new CancelledJobs(all, warnings), out -> out.println(Printer.jobs(all) + " cancelled"));
    return all > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int cancelNamed(Awa awa) {
    List<JobVerdict> verdicts = new ArrayList<>();
    awa.jobs()
        .cancel(ids, reason)
        .forEach((id, verdict) -> verdicts.add(JobVerdict.of(id, verdict)));
    printer.print(
        verdicts.size() == 1 ? verdicts.getFirst() : verdicts,
        out -> verdicts.forEach(one -> out.println("job " + one.id() + ": " + one.verdict())));
    return verdicts.stream().anyMatch(one -> one.verdict().equals(CANCELLED))
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }
}
