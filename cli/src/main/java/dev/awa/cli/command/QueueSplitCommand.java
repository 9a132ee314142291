package dev.awa.cli.command;

import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets the number of stripes of a queue. */
@Prints(QueueSplitCommand.Answer.class)
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    description = {
      "Set how many stripes a queue has: so many workers can claim from it at the same time.",
      "Jobs of one ordering key are claimed in order as far as they were enqueued under one"
          + " number. A queue that is not known yet is split too, and said to be unknown."
    })
public final class QueueSplitCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Parameters(index = "1", paramLabel = "N", description = "How many stripes, 1 to 64.")
  int stripes;

  /** What is printed as JSON; {@code known} is null when the role may not look. */
  record Answer(String queue, int stripes, @Nullable Boolean known) {}

  @Override
  public Integer call() {
    return target.with(awa -> {
      KnownQueues known = KnownQueues.of(awa);
      awa.queues().set(queue, change -> change.stripes(stripes), operator.name());
      return printer.print(
          new Answer(queue, stripes, known.has(queue)),
          out -> {
            out.println(
                "queue \""
                    + Printer.plain(queue)
                    + "\" has "
                    + (stripes == 1 ? "1 stripe" : stripes + " stripes"));
            known.noteUnknown(queue, out);
          });
    });
  }
}
