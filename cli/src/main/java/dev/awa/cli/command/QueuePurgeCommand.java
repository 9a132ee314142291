package dev.awa.cli.command;

import dev.awa.PurgedQueue;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes away all that waits in a queue. */
@Prints({QueuePurgeCommand.Answer.class, Waiting.Answer.class})
@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = {
      "Take away every job of a queue that waits, also for its time; what runs, runs on. Nothing is"
          + " kept of the jobs and there is no way back: awa queue drain keeps them as cancelled.",
      "Exit status 1 when nothing waited."
    })
public final class QueuePurgeCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Option(
      names = "--yes",
      description = "Do not ask. Without it and without a terminal nothing is done.")
  boolean yes;

  @Option(names = "--preview", description = "Only count what waits. Changes nothing.")
  boolean preview;

  @Override
  public Integer call() {
    return target.with(awa -> {
      if (preview) {
        return new Waiting(printer, queue).tell(awa, "purge");
      }
      if (!yes) {
        Terminal.require(
            "purge " + new Waiting(printer, queue).words(awa) + ", and keep nothing of them");
      }
      PurgedQueue purged = awa.queues().purge(queue, operator.name());
      return print(purged, purged.jobs() == 0 ? UnknownNames.tell(awa, queue, printer) : List.of());
    });
  }

  /** What is printed as JSON. */
  record Answer(
      String queue,
      Instant at,
      long available,
      long scheduled,
      long retryable,
      List<String> warnings) {}

  private int print(PurgedQueue purged, List<String> warnings) {
    printer.print(
        new Answer(
            purged.queue(),
            purged.at(),
            purged.available(),
            purged.scheduled(),
            purged.retryable(),
            warnings),
        out ->
            out.printf(
                Locale.ROOT,
                "%d jobs purged: %d available, %d scheduled, %d retryable%n",
                purged.jobs(),
                purged.available(),
                purged.scheduled(),
                purged.retryable()));
    return purged.jobs() > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
