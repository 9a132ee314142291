package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.Retried;
import dev.awa.RetriedJobs;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Runs dead letters again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Run dead letters again, with their ids, their errors and all their attempts; by their ids"
          + " also failed and cancelled jobs that are no dead letters. With other queue, priority,"
          + " time, attempts or arguments where that is asked for.",
      "Exit status 1 when none was retried."
    })
public final class DeadLettersRetryCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin ChosenLetters letters = new ChosenLetters();
  @Mixin ChangeOptions change = new ChangeOptions();

  /** What is printed as JSON of one job. */
  record Verdict(long id, String verdict, @Nullable Long holder) {
    static Verdict of(Retried retried) {
      return new Verdict(
          retried.jobId(), retried.verdict().name().toLowerCase(Locale.ROOT), retried.holder());
    }

    String words() {
      String by = holder == null ? "" : ": job " + holder + " holds its unique key";
      return "job " + id + ": " + verdict.replace('_', ' ') + by;
    }
  }

  @Override
  public Integer call() {
    boolean areNamed = letters.areNamed();
    if (change.haveArgs() && !(areNamed && letters.ids().size() == 1)) {
      throw new UsageFailure("--args goes with the id of one job");
    }
    return areNamed ? target.with(this::retryNamed) : target.with(this::retryMany);
  }

  private int retryNamed(Awa awa) {
    List<Verdict> verdicts =
        letters.ids().stream()
            .map(id -> awa.deadLetters().retry(id, unchanged -> change.change()))
            .map(Verdict::of)
            .toList();
    printer.print(verdicts, out -> verdicts.forEach(verdict -> out.println(verdict.words())));
    return verdicts.stream().anyMatch(verdict -> verdict.verdict().equals("retried"))
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }

  private RetriedJobs retrySome(Awa awa, JobFilter filter) {
    return awa.deadLetters().retryAll(filter, unchanged -> change.change());
  }

  /** Until a call has come to the end; those that can't be retried are met by the last again. */
  private int retryMany(Awa awa) {
    JobFilter filter = letters.filter();
    long retried = 0;
    RetriedJobs some = retrySome(awa, filter);
    while (some.retried() == filter.limit()) {
      retried += some.retried();
      some = retrySome(awa, filter);
    }
    RetriedJobs all =
        new RetriedJobs(retried + some.retried(), some.duplicates(), some.unreadable());
    printer.print(
        all,
        out -> {
          out.println(all.retried() + " jobs run again");
          if (all.duplicates() > 0) {
            out.println(
                all.duplicates()
                    + " stay: other jobs hold their unique keys (retry one by its id"
                    + " to see which)");
          }
          if (all.unreadable() > 0) {
            out.println(all.unreadable() + " stay: a part of them could not be read");
          }
        });
    return all.retried() > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
