package dev.awa.cli.command;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.admin.AuditDocument;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists who asked for which change. */
@Prints(lists = AuditDocument.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Who asked the admin API for which change, and what became of it, the newest first. Entries"
          + " are kept for 90 days, or as awa storage set --keep-audit says."
    })
public final class AuditListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(names = "--by", paramLabel = "NAME", description = "Of this person only.")
  @Nullable String by;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Of this action only: queue-pause, for instance.")
  @Nullable String action;

  @Option(
      names = "--target",
      paramLabel = "THING:NAME",
      description =
          "Of this thing only: queue:mail, job:17, schedule:nightly, kind:send_receipt,"
              + " operation:18.")
  @Nullable String of;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description = "After this time only: -2h (two hours ago), 2026-11-29T18:00:00Z.")
  @Nullable String after;

  @Option(names = "--before", paramLabel = "TIME", description = "Before this time only.")
  @Nullable String before;

  @Option(
      names = "--older-than",
      paramLabel = "ID",
      description = "Only those with a lower id: the next page.")
  long olderThan = Long.MAX_VALUE;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "At most so many, 1 to 1000; default: ${DEFAULT-VALUE}.")
  int limit;

  @Override
  public Integer call() {
    AuditFilter filter = filter();
    return target.with(awa -> print(awa.audit().list(filter)));
  }

  private AuditFilter filter() {
    return AuditFilter.newest(limit)
        .withBy(by)
        .withAction(action)
        .withTarget(of)
        .withAfter(time("--after", after))
        .withBefore(time("--before", before))
        .withOlderThan(olderThan);
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Optional<Instant> ago =
        text.startsWith("-")
            ? Units.time(text.substring(1)).map(time -> Instant.now().minus(time))
            : Optional.empty();
    return ago.orElseGet(() -> Moment.instant(option, text));
  }

  private int print(List<AuditEntry> entries) {
    return printer.print(
        entries.stream().map(AuditDocument::of).toList(),
        out ->
            Table.print(
                out,
                List.of("ID", "TIME", "BY", "FROM", "ACTION", "TARGET", "JOBS", "OUTCOME", "WHY"),
                entries.stream().map(AuditListCommand::row).toList()));
  }

  private static List<String> row(AuditEntry entry) {
    return List.of(
        "" + entry.id(),
        Printer.time(entry.at()),
        Printer.plain(entry.by()),
        plain(entry.from()),
        Printer.plain(entry.action()),
        plain(entry.target()),
        entry.jobs() == null ? "" : "" + entry.jobs(),
        entry.outcome(),
        plain(entry.why()));
  }

  private static String plain(@Nullable String text) {
    return text == null ? "" : Printer.plain(text);
  }
}
