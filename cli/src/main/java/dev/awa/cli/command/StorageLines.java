package dev.awa.cli.command;

import dev.awa.StorageSettings;
import dev.awa.StorageStatus;
import dev.awa.admin.Units;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The storage in words and tables. */
final class StorageLines {
  private StorageLines() {}

  /** In the order of the JSON document. */
  static void print(PrintWriter out, StorageStatus status) {
    ring(out, status);
    blockers(out, status);
    keepers(out, status);
    out.printf(
        Locale.ROOT,
        "%ncarried: %s runs, %s claims, %s%n",
        count(status.carry().rows()),
        count(status.carry().claims()),
        Units.words(status.carry().bytes()));
    out.println("tallies: " + words(status.tallies()));
    lanes(out, status);
    workers(out, status);
    out.println();
    print(out, status.settings());
    out.println(
        "counters           "
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
    Table.print(
        out,
        List.of("GENERATION", "SLOT", "OPENED", "SIZE", "WAITING", "OPEN CLAIMS"),
        status.segments().stream().map(StorageLines::row).toList());
  }

  /** One line for each thing, however many segments it keeps. */
  private static void blockers(PrintWriter out, StorageStatus status) {
    long current = status.segments().getLast().generation();
    List<StorageStatus.Blocker> blockers =
        status.blockers().stream()
            .filter(blocker -> !blocker.generations().contains(current))
            .toList();
    if (!blockers.isEmpty()) {
      out.printf(Locale.ROOT, "%nwhy segments stay:%n");
      int width = blockers.stream().mapToInt(b -> ranges(b.generations()).length()).max().orElse(0);
      for (StorageStatus.Blocker blocker : blockers) {
        String generations = ranges(blocker.generations());
        String space = " ".repeat(width - generations.length() + 2);
        out.println("  " + generations + space + Printer.plain(blocker.words()));
      }
    }
  }

  /** Numbers as people write them: 2-5, 7. */
  static String ranges(List<Long> numbers) {
    List<String> ranges = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < numbers.size(); i++) {
      if (i + 1 == numbers.size() || numbers.get(i + 1) != numbers.get(i) + 1) {
        ranges.add(from == i ? "" + numbers.get(i) : numbers.get(from) + "-" + numbers.get(i));
        from = i + 1;
      }
    }
    return String.join(", ", ranges);
  }

  private static String words(StorageStatus.Tallies tallies) {
    return tallies.areBehind()
        ? String.format(
            Locale.ROOT,
            "behind by %d claims in %d lanes, most in one of queue \"%s\", %d",
            tallies.claims(),
            tallies.lanes(),
            Printer.plain("" + tallies.queue()),
            tallies.most())
        : "up to date";
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
        count(segment.openClaims()));
  }

  private static void lanes(PrintWriter out, StorageStatus status) {
    StorageStatus.LaneCounts counts = status.laneCounts();
    out.printf(
        Locale.ROOT,
        "%nlanes: %d in use, %d retired; %s%n",
        counts.inUse(),
        counts.retired(),
        counts.empty() == null
            ? count(counts.occupied()) + " hold runs or claims"
            : counts.empty() + " empty");
    if (!status.lanes().isEmpty()) {
      Table.print(
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
    out.printf(Locale.ROOT, "%n%s%nworkers: %d%n", leader(status), status.workers().size());
    if (!status.workers().isEmpty()) {
      Table.print(
          out,
          List.of("ID", "STATE", "BEAT", "EVERY", "LEASE", "HOLDS SLOTS", "NAME", "QUEUES"),
          status.workers().stream().map(StorageLines::row).toList());
    }
  }

  private static List<String> row(StorageStatus.Worker worker) {
    String slots =
        worker.heldSlots().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return List.of(
        "" + worker.id(),
        worker.state(),
        beat(worker.silent()),
        Units.words(worker.beat()),
        Units.words(worker.lease()),
        slots.isEmpty() ? "none" : slots,
        Printer.plain(worker.name()),
        Printer.plain(String.join(" ", worker.queues())));
  }

  /** A beat of another clock, as of a server before a failover, may lie in the future. */
  static String beat(Duration silent) {
    long seconds = silent.toMillis() / 1000;
    String words = Units.words(Duration.ofSeconds(Math.abs(seconds)));
    return words + (seconds < 0 ? " in the future" : " ago");
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
        + ") leads in term "
        + leader.term()
        + " until "
        + Printer.time(leader.expiresAt());
  }

  static void print(PrintWriter out, StorageSettings settings) {
    out.println("rotate after       " + Units.words(settings.rotateAfter()));
    out.println("rotate bytes       " + Units.words(settings.rotateBytes()));
    out.println("keep history       " + Units.words(settings.keepHistory()));
    out.println("keep bytes         " + Units.words(settings.keepBytes()));
    out.println("keep failed        " + Units.words(settings.keepFailed()));
    out.println("keep dead letters  " + Units.words(settings.keepDeadLetters()));
    out.println("keep audit         " + Units.words(settings.keepAudit()));
  }

  private static String count(long number) {
    return number >= StorageStatus.COUNTED ? number + " or more" : "" + number;
  }
}
