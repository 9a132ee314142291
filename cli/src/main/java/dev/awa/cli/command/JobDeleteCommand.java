package dev.awa.cli.command;

import dev.awa.admin.JobVerdict;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.client.Awa;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes jobs that have finished. */
@Prints(lists = JobVerdict.class)
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Delete jobs that have finished: nobody finds them any more, and counts stay what they are."
          + " There is no way back.",
      "Exit status 1 when none was deleted."
    })
public final class JobDeleteCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs.")
  List<Long> ids = new ArrayList<>();

  @Override
  public Integer call() {
    return target.with(this::delete);
  }

  private int delete(Awa awa) {
    List<JobVerdict> verdicts =
        ids.stream().map(id -> JobVerdict.of(id, awa.jobs().delete(id))).toList();
    printer.print(
        verdicts,
        out ->
            verdicts.forEach(
                one -> out.println("job " + one.id() + ": " + one.verdict().replace('_', ' '))));
    return verdicts.stream().anyMatch(one -> one.verdict().equals("deleted"))
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }
}
