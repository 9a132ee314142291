package dev.awa.cli.command;

import dev.awa.admin.JobDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.job.ShownJob;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.client.Awa;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one job. */
@Prints(JobDocument.class)
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "One job with its progress, attempts, errors, outputs and log.")
public final class JobShowCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", description = "The job.")
  long id;

  @Option(
      names = "--reveal",
      description =
          "Arguments as they are stored: masked fields are shown. Encrypted ones stay encrypted.")
  boolean reveal;

  @Override
  public Integer call() {
    return target.with(this::show);
  }

  private int show(Awa awa) {
    ShownJob job =
        ShownJob.of(awa, id, reveal)
            .orElseThrow(() ->
                new CommandFailure(
                    "job " + id + ": there is none, or its history is no longer kept"));
    return printer.print(job.facts(), out -> job.lines().forEach(out::println));
  }
}
