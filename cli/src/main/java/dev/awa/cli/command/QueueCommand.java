package dev.awa.cli.command;

import dev.awa.QueuePolicy;
import dev.awa.QueueStats;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks at and steers queues. */
@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at queues, pause and resume them.")
public final class QueueCommand {
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Every queue that was used or configured.")
  int list(@Mixin Target target, @Mixin Printer printer) {
    return target.with(awa -> print(awa.queues().list(), printer));
  }

  private static int print(List<QueuePolicy> queues, Printer printer) {
    return printer.print(
        queues,
        out ->
            Printer.table(
                out,
                List.of("PAUSED", "STRIPES", "DEAD LETTERS", "WORKERS", "QUEUE"),
                queues.stream()
                    .map(q ->
                        List.of(
                            q.paused() ? "yes" : "no",
                            "" + q.stripes(),
                            q.deadLetters() ? "kept" : "no",
                            q.workers() == 0 ? "no worker" : "" + q.workers(),
                            Printer.plain(q.queue())))
                    .toList()));
  }

  @Command(
      name = "stats",
      mixinStandardHelpOptions = true,
      description = "How many jobs a queue holds in each state.")
  int stats(
      @Parameters(paramLabel = "QUEUE", description = "The queue.") String queue,
      @Mixin Target target,
      @Mixin Printer printer) {
    return target.with(awa -> print(awa.queues().stats(queue), printer));
  }

  private static int print(QueueStats stats, Printer printer) {
    return printer.print(stats, out -> lines(out, stats));
  }

  private static void lines(PrintWriter out, QueueStats stats) {
    Printer.table(
        out,
        List.of("STATE", "JOBS"),
        List.of(
            List.of("available", "" + stats.available()),
            List.of("running", "" + stats.running()),
            List.of("scheduled", "" + stats.scheduled()),
            List.of("retryable", "" + stats.retryable()),
            List.of("completed", "" + stats.completed()),
            List.of("failed", "" + stats.failed()),
            List.of("cancelled", "" + stats.cancelled()),
            List.of("dead letters", "" + stats.deadLetters())));
    if (stats.oldestReadyAt() != null) {
      out.println("the oldest waits since " + Printer.time(stats.oldestReadyAt()));
    }
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stop claims from a queue; what runs, runs on.",
        "A queue that is not known yet is paused too, and said to be unknown: exit status 0."
      })
  int pause(
      @Parameters(paramLabel = "QUEUE", description = "The queue.") String queue,
      @Mixin Target target,
      @Mixin Printer printer) {
    return target.with(awa -> paused(awa, queue, true, printer));
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Let a paused queue be claimed again.")
  int resume(
      @Parameters(paramLabel = "QUEUE", description = "The queue.") String queue,
      @Mixin Target target,
      @Mixin Printer printer) {
    return target.with(awa -> paused(awa, queue, false, printer));
  }

  /** A queue that nobody knows is paused all the same: it may be one that is still to come. */
  private static int paused(Awa awa, String queue, boolean paused, Printer printer) {
    List<String> known = awa.queues().list().stream().map(QueuePolicy::queue).toList();
    String by = "awa " + System.getProperty("user.name", "");
    if (paused) {
      awa.queues().pause(queue, by);
    } else {
      awa.queues().resume(queue, by);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("queue", queue);
    answer.put("paused", paused);
    answer.put("known", known.contains(queue));
    return printer.print(
        answer,
        out -> {
          out.println(
              "queue \"" + Printer.plain(queue) + "\" is " + (paused ? "paused" : "resumed"));
          if (!known.contains(queue)) {
            out.println(unknown(known));
          }
        });
  }

  private static String unknown(List<String> known) {
    String names = known.stream().limit(20).map(Printer::plain).collect(Collectors.joining(", "));
    return "note: no job of this queue has been seen; known: "
        + (known.isEmpty() ? "none" : names)
        + (known.size() > 20 ? ", ..." : "");
  }
}
