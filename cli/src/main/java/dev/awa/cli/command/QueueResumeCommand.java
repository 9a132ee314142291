package dev.awa.cli.command;

import dev.awa.QueuePause;
import dev.awa.admin.PausedQueue;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Resumes a paused queue. */
@Prints(PausedQueue.class)
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Let a paused queue be claimed again.")
public final class QueueResumeCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Override
  public Integer call() {
    return target.with(awa -> {
      KnownQueues known = KnownQueues.of(awa);
      QueuePause before = Pausing.before(awa, queue);
      awa.queues().resume(queue, operator.name());
      return Pausing.print(printer, queue, false, known, before);
    });
  }
}
