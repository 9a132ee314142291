package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;

/**
 * Tells people that a filter which found nothing names a queue that nobody knows: a misspelt one.
 */
final class UnknownNames {
  private UnknownNames() {}

  static void tell(Awa awa, JobFilter filter, Printer printer) {
    String queue = filter.queue();
    if (queue == null) {
      return;
    }
    KnownQueues known = KnownQueues.of(awa);
    if (Boolean.FALSE.equals(known.has(queue))) {
      printer.note(
          "no job was ever in queue \"" + Printer.plain(queue) + "\"; known: " + known.words());
    }
  }
}
