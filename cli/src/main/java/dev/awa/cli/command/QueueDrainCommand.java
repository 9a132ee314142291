package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels all that waits in a queue. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = {
      "Cancel every job of a queue that waits, also for its time; what runs, runs on. The jobs are"
          + " kept as cancelled ones and can be retried.",
      "Exit status 1 when nothing waited."
    })
public final class QueueDrainCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Option(
      names = "--reason",
      defaultValue = "cancelled by an operator",
      paramLabel = "TEXT",
      description = "Kept with each job.")
  String reason = "";

  /** What is printed as JSON. */
  record Drained(String queue, long cancelled) {}

  @Override
  public Integer call() {
    return target.with(awa -> {
      long cancelled = awa.queues().drain(queue, reason);
      printer.print(
          new Drained(queue, cancelled), out -> out.println(cancelled + " jobs cancelled"));
      return cancelled > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    });
  }
}
