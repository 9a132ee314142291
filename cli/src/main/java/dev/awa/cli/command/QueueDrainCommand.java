package dev.awa.cli.command;

import dev.awa.admin.DrainedQueue;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels all that waits in a queue. */
@Prints({DrainedQueue.class, Waiting.Answer.class})
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

  @Option(names = "--preview", description = "Only count what waits. Changes nothing.")
  boolean preview;

  @Override
  public Integer call() {
    return target.with(awa -> {
      if (preview) {
        return new Waiting(printer, queue).tell(awa, "cancel");
      }
      long cancelled = awa.queues().drain(queue, reason);
      List<String> warnings = cancelled == 0 ? UnknownNames.tell(awa, queue, printer) : List.of();
      printer.print(
          new DrainedQueue(queue, cancelled, warnings),
          out -> out.println(Printer.jobs(cancelled) + " cancelled"));
      return cancelled > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    });
  }
}
