package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pauses a queue. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Stop claims from a queue; what runs, runs on.",
      "A queue that is not known yet is paused too, and said to be unknown: exit status 0."
    })
public final class QueuePauseCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      KnownQueues known = KnownQueues.of(awa);
      awa.queues().pause(queue, Pausing.who());
      return Pausing.print(printer, queue, true, known);
    });
  }
}
