package dev.awa.cli.command;

import dev.awa.Edited;
import dev.awa.admin.JobVerdict;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes a job that waits. */
@Prints(JobVerdict.class)
@Command(
    name = "edit",
    mixinStandardHelpOptions = true,
    description = {
      "Change a job that waits. One that was ready is the last of its queue and priority"
          + " afterwards.",
      "Exit status 1 when it is too late: the job runs, or has ended."
    })
public final class JobEditCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin ChangeOfOne change = new ChangeOfOne();

  @Parameters(paramLabel = "ID", description = "The job.")
  long id;

  @Override
  public Integer call() {
    if (!change.areSome()) {
      throw new UsageFailure("name what to change: --priority, --delay, --to-queue, ...");
    }
    return target.with(this::edit);
  }

  private int edit(Awa awa) {
    Edited edited = awa.jobs().edit(id, unchanged -> change.change());
    JobVerdict verdict = JobVerdict.of(id, edited);
    printer.print(
        verdict, out -> out.println("job " + id + ": " + verdict.verdict().replace('_', ' ')));
    return edited == Edited.EDITED ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
