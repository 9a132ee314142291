package dev.awa.cli.command;

import dev.awa.AwaException;
import dev.awa.JobFilter;
import dev.awa.KnownWorker;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names in a filter which found nothing that nobody knows: perhaps they are misspelt. */
final class UnknownNames {
  private static final int NAMED = 20;

  private UnknownNames() {}

  /** Tells people of them; what is said goes into the JSON document too. */
  static List<String> tell(Awa awa, JobFilter filter, Printer printer) {
    List<String> said =
        Stream.of(queue(awa, filter.queue()), kind(awa, filter.kind()))
            .filter(words -> !words.isEmpty())
            .toList();
    said.forEach(printer::note);
    return said;
  }

  /** The same of one queue in which nothing was found. */
  static List<String> tell(Awa awa, String queue, Printer printer) {
    return tell(awa, JobFilter.newest(1).withQueue(queue), printer);
  }

  private static String queue(Awa awa, @Nullable String queue) {
    if (queue == null) {
      return "";
    }
    KnownQueues known = KnownQueues.of(awa);
    return Boolean.FALSE.equals(known.has(queue))
        ? "no job was ever in queue \"" + Printer.plain(queue) + "\"; known: " + known.words()
        : "";
  }

  /** Where no worker lives, nothing is known of kinds. */
  private static String kind(Awa awa, @Nullable String kind) {
    if (kind == null) {
      return "";
    }
    try {
      List<KnownWorker> living =
          awa.workers().list().stream().filter(worker -> !worker.silent()).toList();
      if (living.isEmpty()
          || living.stream().anyMatch(worker -> worker.mayHandle(kind))
          || awa.kinds().list().stream().anyMatch(one -> one.name().equals(kind))) {
        return "";
      }
      return "no living worker has a handler for kind \""
          + Printer.plain(kind)
          + "\", and no application describes it; handled: "
          + some(living);
    } catch (AwaException e) {
      if (Target.isForbidden(e)) {
        return "";
      }
      throw e;
    }
  }

  private static String some(List<KnownWorker> living) {
    TreeSet<String> kinds = new TreeSet<>();
    for (KnownWorker worker : living) {
      List<String> own = worker.kinds();
      kinds.addAll(own == null ? List.of() : own);
    }
    String some = kinds.stream().limit(NAMED).map(Printer::plain).collect(Collectors.joining(", "));
    return (kinds.isEmpty() ? "none" : some) + (kinds.size() > NAMED ? ", ..." : "");
  }
}
