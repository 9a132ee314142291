package dev.awa.cli.command;

import dev.awa.QueuePause;
import dev.awa.admin.PausedQueue;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a queue. */
@Prints(PausedQueue.class)
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
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
  @Nullable String reason;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      converter = Moment.Reader.class,
      description =
          "When the pause ends by itself: a time from now, or an instant in ISO"
              + " (2026-11-29T18:00:00Z). Default: not before awa queue resume.")
  @Nullable Moment until;

  @Override
  public Integer call() {
    return target.with(awa -> {
      KnownQueues known = KnownQueues.of(awa);
      QueuePause before = Pausing.before(awa, queue);
      awa.queues().pause(queue, operator.name(), reason, until == null ? null : until.instant());
      return Pausing.print(printer, queue, true, known, before);
    });
  }
}
