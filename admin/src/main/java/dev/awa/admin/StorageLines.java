package dev.awa.admin;

import dev.awa.StorageSettings;
import dev.awa.StorageStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The storage in words and tables. */
final class StorageLines {
  private StorageLines() {}

  static void print(PrintWriter out, StorageStatus status) {
    ring(out, status);
    keepers(out, status);
    out.printf(
        Locale.ROOT,
        "%ncarried: %s runs, %s claims, %s%n",
        count(status.carry().rows()),
        count(status.carry().claims()),
        Units.words(status.carry().bytes()));
    lanes(out, status);
    workers(out, status);
    out.println();
    print(out, status.settings());
    out.println(
        "counters      "
            + (status.countersTrustedAt() == null
                ? "not trusted; see: awa storage rebuild-terminal-counters"
                : "trusted since " + Printer.time(status.countersTrustedAt())));
  }

  private static void ring(PrintWriter out, StorageStatus status) {
    out.printf(
        Locale.ROOT,
        "generation %d is current, %d of %d slots are held%n",
        status.segments().getLast().generation(),
        status.segments().size(),
        status.slots());
    Printer.table(
        out,
        List.of("GENERATION", "SLOT", "OPENED", "SIZE", "WAITING", "OPEN CLAIMS"),
        status.segments().stream().map(StorageLines::row).toList());
    int last = status.segments().size() - 1; // the current one
    if (last > 0) {
      out.println();
    }
    for (StorageStatus.Segment segment : status.segments().subList(0, last)) {
      out.println("generation " + segment.generation() + " stays:");
      segment.blockers().forEach(words -> out.println("  " + Printer.plain(words)));
    }
  }

  private static void keepers(PrintWriter out, StorageStatus status) {
    if (!status.keepers().isEmpty()) {
      out.println();
    }
    status.keepers().forEach(keeper -> out.println(Printer.plain(keeper.words())));
  }

  private static List<String> row(StorageStatus.Segment segment) {
    return List.of(
        "" + segment.generation(),
        "" + segment.slot(),
        Printer.time(segment.openedAt()),
        Units.words(segment.bytes()),
        segment.waiting() ? "yes" : "no",
        "" + segment.openClaims());
  }

  private static void lanes(PrintWriter out, StorageStatus status) {
    out.printf(Locale.ROOT, "%n%d of %d lanes%n", status.lanes().size(), status.lanesInAll());
    if (!status.lanes().isEmpty()) {
      Printer.table(
          out,
          List.of("LANE", "PRIORITY", "STRIPE", "CLAIMS", "TAKEN", "WAITING", "QUEUE"),
          status.lanes().stream()
              .map(l ->
                  List.of(
                      "" + l.lane(),
                      "" + l.priority(),
                      "" + l.stripe(),
                      "" + l.claims(),
                      "" + l.taken(),
                      l.waiting() + (l.more() ? " or more" : ""),
                      Printer.plain(l.queue())))
              .toList());
    }
  }

  private static void workers(PrintWriter out, StorageStatus status) {
    out.printf(Locale.ROOT, "%n%d workers; %s%n", status.workers().size(), leader(status));
    if (!status.workers().isEmpty()) {
      Printer.table(
          out,
          List.of("ID", "STATE", "BEAT", "HOLDS SLOTS", "NAME"),
          status.workers().stream().map(StorageLines::row).toList());
    }
  }

  private static List<String> row(StorageStatus.Worker worker) {
    String slots =
        worker.heldSlots().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return List.of(
        "" + worker.id(),
        worker.state(),
        Units.words(Duration.ofSeconds(worker.silent().toSeconds())) + " ago",
        slots.isEmpty() ? "none" : slots,
        Printer.plain(worker.name()));
  }

  private static String leader(StorageStatus status) {
    StorageStatus.Leader leader = status.leader();
    if (leader == null) {
      return "nobody leads";
    }
    String name = leader.worker() == null ? "an operator" : "\"" + leader.worker() + "\"";
    return Printer.plain(name)
        + " ("
        + leader.workerId()
        + ") leads in epoch "
        + leader.epoch()
        + " until "
        + Printer.time(leader.expiresAt());
  }

  static void print(PrintWriter out, StorageSettings settings) {
    out.println("rotate after  " + Units.words(settings.rotateAfter()));
    out.println("rotate bytes  " + Units.words(settings.rotateBytes()));
    out.println("keep history  " + Units.words(settings.keepHistory()));
    out.println("keep bytes    " + Units.words(settings.keepBytes()));
    out.println("keep failed   " + Units.words(settings.keepFailed()));
    out.println("keep dlq      " + Units.words(settings.keepDlq()));
  }

  private static String count(long number) {
    return number >= StorageStatus.COUNTED ? number + " or more" : "" + number;
  }
}
