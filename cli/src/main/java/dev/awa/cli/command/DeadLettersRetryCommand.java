package dev.awa.cli.command;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.RetriedJobs;
import dev.awa.Unhandled;
import dev.awa.admin.RetryVerdict;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Runs dead letters again. */
@Prints(
    value = {DeadLettersRetryCommand.Answer.class, OperationPreview.class},
    lists = RetryVerdict.class)
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Run dead letters again, with their ids, their errors and all their attempts; by their ids"
          + " also failed and cancelled jobs that are no dead letters. With other queue, priority,"
          + " time, attempts or arguments where that is asked for. --preview shows which, --limit"
          + " takes some first. For many thousands awa operation submit retry is better: the leader"
          + " does it, and it can be watched and stopped.",
      "Exit status 1 when none was retried."
    })
public final class DeadLettersRetryCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin ChosenLetters letters = new ChosenLetters();
  @Mixin ChangeOfOne change = new ChangeOfOne();

  @Override
  public Integer call() {
    boolean areNamed = letters.areNamed();
    if (change.haveArgs() && !(areNamed && letters.ids().size() == 1)) {
      throw new UsageFailure("--args goes with the id of one job");
    }
    if (areNamed) {
      return target.with(this::retryNamed);
    }
    JobFilter filter = letters.filter();
    return target.with(awa ->
        letters.preview
            ? letters.tellPreview(printer, awa, Action.retry(unchanged -> change.change()), "retry")
            : retryMany(awa, filter));
  }

  private int retryNamed(Awa awa) {
    List<RetryVerdict> verdicts =
        letters.ids().stream()
            .map(id -> awa.deadLetters().retry(id, unchanged -> change.change()))
            .map(RetryVerdict::of)
            .toList();
    verdicts.stream()
        .filter(verdict -> verdict.warning() != null)
        .forEach(verdict -> printer.note("job " + verdict.id() + ": " + verdict.warning()));
    printer.print(verdicts, out -> verdicts.forEach(verdict -> out.println(words(verdict))));
    return verdicts.stream().anyMatch(verdict -> verdict.verdict().equals("retried"))
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }

  private static String words(RetryVerdict one) {
    String by = one.holder() == null ? "" : ": job " + one.holder() + " holds its unique key";
    return "job " + one.id() + ": " + one.verdict().replace('_', ' ') + by;
  }

  private RetriedJobs retrySome(Awa awa, JobFilter filter) {
    return awa.deadLetters().retryAll(filter, unchanged -> change.change());
  }

  /** Until a call has come to the end; those that can't be retried are met by the last again. */
  private int retryMany(Awa awa, JobFilter filter) {
    List<RetriedJobs> calls = new ArrayList<>(List.of(retrySome(awa, filter)));
    while (letters.limit == null && calls.getLast().retried() == filter.limit()) {
      calls.add(retrySome(awa, filter));
    }
    RetriedJobs all =
        new RetriedJobs(
            calls.stream().mapToLong(RetriedJobs::retried).sum(),
            calls.getLast().duplicates(),
            calls.getLast().unreadable(),
            calls.stream().flatMap(call -> call.unhandled().stream()).toList());
    List<String> warnings = new ArrayList<>();
    all.unhandled().stream().map(Unhandled::words).forEach(warnings::add);
    warnings.forEach(printer::note);
    if (all.retried() == 0) {
      warnings.addAll(UnknownNames.tell(awa, filter, printer));
    }
    printer.print(
        new Answer(all.retried(), all.duplicates(), all.unreadable(), warnings),
        out -> print(out, all));
    return all.retried() > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** What is printed as JSON of many jobs. */
  record Answer(long retried, long duplicates, long unreadable, List<String> warnings) {}

  private static void print(PrintWriter out, RetriedJobs all) {
    out.println("run again: " + Printer.jobs(all.retried()));
    if (all.duplicates() > 0) {
      out.println(
          all.duplicates()
              + " stay: other jobs hold their unique keys (retry one by its id to see which)");
    }
    if (all.unreadable() > 0) {
      out.println(all.unreadable() + " stay: a part of them could not be read");
    }
  }
}
