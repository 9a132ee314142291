package dev.awa.cli.command;

import dev.awa.QueueStats;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** What waits in a queue, before it is taken away. */
record Waiting(Printer printer, String queue) {
  /** What is printed as JSON. */
  record Answer(String queue, long jobs, List<String> warnings) {}

  private long count(Awa awa) {
    QueueStats stats = awa.queues().stats(queue);
    return stats.available() + stats.scheduled() + stats.retryable();
  }

  /** How many jobs wait, in words. */
  String words(Awa awa) {
    return words(count(awa));
  }

  private String words(long jobs) {
    String wait = jobs == 1 ? " that waits" : " that wait";
    return Printer.jobs(jobs) + wait + " in queue \"" + Printer.plain(queue) + "\"";
  }

  /**
   * Tells what a command would do.
   *
   * @return the exit status: 3 when nothing waits
   */
  int tell(Awa awa, String verb) {
    long jobs = count(awa);
    List<String> warnings = jobs == 0 ? UnknownNames.tell(awa, queue, printer) : List.of();
    printer.print(
        new Answer(queue, jobs, warnings), out -> out.println("would " + verb + " " + words(jobs)));
    return jobs == 0 ? OperationPreviewCommand.NOTHING : ExitCode.OK;
  }
}
