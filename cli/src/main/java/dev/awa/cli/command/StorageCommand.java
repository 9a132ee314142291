package dev.awa.cli.command;

import dev.awa.Pruned;
import dev.awa.Rebased;
import dev.awa.Rotated;
import dev.awa.StorageSettings;
import dev.awa.StrayKeys;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Units;
import dev.awa.client.Awa;
import dev.awa.client.Storage.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at and steers the storage. */
@Command(
    name = "storage",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the storage: segments, lanes, workers. Turn and trim the ring.")
public final class StorageCommand {
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = {
        "The ring and what keeps its segments, who keeps a stripe or a worker from others, what"
            + " was",
        "carried, tallies, lanes, leader, workers, settings.",
        "Takes no lock that work or maintenance waits for; counts stop at 1000."
      })
  int status(
      @Option(
              names = "--lanes",
              defaultValue = "20",
              description = "How many lanes to show; default ${DEFAULT-VALUE}.")
          int lanes,
      @Mixin Target target,
      @Mixin Printer printer) {
    atLeast(0, "--lanes", lanes);
    return target.with(awa -> {
      var status = awa.storage().status(lanes);
      return printer.print(status, out -> StorageLines.print(out, status));
    });
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Open the next segment now, if the current one holds anything.")
  int rotate(@Mixin Target target, @Mixin Printer printer) {
    return target.with(awa -> rotate(awa, printer));
  }

  private static int rotate(Awa awa, Printer printer) {
    Rotated rotated = awa.storage().rotate();
    String generation = "generation " + rotated.generation();
    String words =
        switch (rotated.answer()) {
          case ROTATED -> generation + " is current now";
          case EMPTY -> "not rotated: " + generation + " is current and holds nothing";
          case FULL -> "not rotated: every slot of the ring is held; see: awa storage status";
        };
    printer.print(rotated, out -> out.println(words));
    return rotated.answer() == Rotated.Answer.FULL ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  @Command(
      name = "prune",
      mixinStandardHelpOptions = true,
      description = {
        "Prune the oldest segments, one after the other, until one may not be pruned; say why not.",
        "What is alive stays: waiting runs and open claims are never pruned."
      })
  int prune(
      @Option(
              names = "--now",
              description =
                  "Also those whose history is to be kept for longer: completed jobs are no longer"
                      + " found, their counts stay.")
          boolean now,
      @Option(
              names = "--wait",
              paramLabel = "TIME",
              converter = Units.Time.class,
              description =
                  "Go on trying for so long, while runs wait, claims are open or workers hold on;"
                      + " 0s tries once. Without it what is in use stops it at once, and workers"
                      + " have 10 s to announce what they let go of.")
          @Nullable Duration patience,
      @Mixin Target target,
      @Mixin Printer printer) {
    History history = now ? History.CUT : History.KEPT;
    if (patience == null) {
      return target.with(awa -> print(awa.storage().prune(history), "", printer));
    }
    String within = " within " + Units.words(patience);
    return target.with(awa -> print(awa.storage().prune(patience, history), within, printer));
  }

  private static int print(Pruned pruned, String within, Printer printer) {
    return printer.print(
        pruned,
        out -> {
          pruned
              .generations()
              .forEach(generation -> out.println("pruned generation " + generation));
          pruned
              .byLeader()
              .forEach(generation -> out.println("the leader emptied generation " + generation));
          if (pruned.generations().isEmpty() && pruned.byLeader().isEmpty()) {
            out.println("pruned nothing" + within);
          }
          out.println("generation " + pruned.stoppedAt() + " stays:");
          pruned.blockers().forEach(words -> out.println("  " + Printer.plain(words)));
        });
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Change settings; those that are not named stay. They hold for all queues of the schema.",
        "A time is a number and a unit: s, m, h or d (90s, 5m, 2h, 7d), or ISO (PT1H30M). A size is"
            + " a number of bytes, or of KiB, MiB or GiB (256MiB)."
      })
  int set(
      @Option(
              names = "--rotate-after",
              paramLabel = "TIME",
              converter = Units.Time.class,
              description = "The age at which a segment is followed by the next; 1s to 7d.")
          @Nullable Duration rotateAfter,
      @Option(
              names = "--rotate-bytes",
              paramLabel = "SIZE",
              converter = Units.Size.class,
              description = "The size at which it is followed however young; 1MiB to 1024GiB.")
          @Nullable Long rotateBytes,
      @Option(
              names = "--keep-history",
              paramLabel = "TIME",
              converter = Units.Time.class,
              description =
                  "How long completed jobs are kept, while the ring has room; 0s to 3650d.")
          @Nullable Duration keepHistory,
      @Option(
              names = "--keep-bytes",
              paramLabel = "SIZE",
              converter = Units.Size.class,
              description =
                  "The size of all segments above which the oldest history is not kept;"
                      + " 0 to 1024GiB.")
          @Nullable Long keepBytes,
      @Option(
              names = "--keep-failed",
              paramLabel = "TIME",
              converter = Units.Time.class,
              description = "How long failed and cancelled jobs are kept; 0s to 3650d.")
          @Nullable Duration keepFailed,
      @Option(
              names = "--keep-dlq",
              paramLabel = "TIME",
              converter = Units.Time.class,
              description = "How long dead letters are kept; 0s to 3650d.")
          @Nullable Duration keepDlq,
      @Mixin Target target,
      @Mixin Printer printer) {
    UnaryOperator<StorageSettings> change =
        settings ->
            new StorageSettings(
                or(rotateAfter, settings.rotateAfter()),
                or(rotateBytes, settings.rotateBytes()),
                or(keepHistory, settings.keepHistory()),
                or(keepBytes, settings.keepBytes()),
                or(keepFailed, settings.keepFailed()),
                or(keepDlq, settings.keepDlq()));
    return target.with(awa -> {
      StorageSettings settings = awa.storage().change(change);
      return printer.print(settings, out -> StorageLines.print(out, settings));
    });
  }

  private static <T> T or(@Nullable T asked, T otherwise) {
    return asked == null ? otherwise : asked;
  }

  @Command(
      name = "rebase",
      mixinStandardHelpOptions = true,
      description = {
        "After a dump was restored into another cluster, whose transaction ids are others: write"
            + " every unfinished run anew. Refuses while a worker is alive.",
        "Waiting runs keep their order; runs that were claimed run again, the attempt does not"
            + " count. Completed jobs are still counted, but no longer found."
      })
  int rebase(@Mixin Target target, @Mixin Printer printer) {
    return target.with(awa -> print(awa.storage().rebase(), printer));
  }

  private static int print(Rebased rebased, Printer printer) {
    return printer.print(
        rebased,
        out ->
            out.printf(
                Locale.ROOT,
                "written anew: %d waiting runs, %d that were claimed%n",
                rebased.waiting(),
                rebased.reopened()));
  }

  @Command(
      name = "rebuild-terminal-counters",
      mixinStandardHelpOptions = true,
      description = {
        "Count the jobs that wait for a time, failed or were cancelled by a scan, and trust the"
            + " counters from now on: after somebody has truncated one of their tables.",
        "While it scans no job becomes scheduled, retryable, failed or cancelled."
      })
  int rebuildTerminalCounters(
      @Option(
              names = "--wait",
              defaultValue = "10s",
              paramLabel = "TIME",
              converter = Units.Time.class,
              description =
                  "How long to wait for those who use the tables; at least 1s, default"
                      + " ${DEFAULT-VALUE}.")
          Duration patience,
      @Mixin Target target,
      @Mixin Printer printer) {
    if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new CommandFailure("--wait: must be at least 1s, got " + Units.words(patience));
    }
    return target.with(awa -> {
      Instant since = awa.storage().rebuildTerminalCounters(patience);
      return printer.print(
          Map.of("counters_trusted_at", since),
          out -> out.println("counters are trusted since " + Printer.time(since)));
    });
  }

  @Command(
      name = "let-go-stray-keys",
      mixinStandardHelpOptions = true,
      description = {
        "Look at every unique key and let go of those that are held by an id that is no job, so"
            + " that whoever wants one is taken for a duplicate: after jobs were deleted by hand.",
        "A leader does the same bit by bit."
      })
  int letGoStrayKeys(@Mixin Target target, @Mixin Printer printer) {
    return target.with(awa -> print(awa.storage().letGoStrayKeys(), printer));
  }

  private static int print(StrayKeys strays, Printer printer) {
    return printer.print(
        strays,
        out -> {
          out.printf(
              Locale.ROOT,
              "looked at %d unique keys, let go of %d%n",
              strays.lookedAt(),
              strays.letGo());
          strays
              .first()
              .forEach(stray -> out.println("  " + stray.key() + " was held by " + stray.holder()));
          if (strays.letGo() > strays.first().size()) {
            out.println("  and others");
          }
        });
  }

  private static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw new CommandFailure(option + ": must be at least " + least + ", got " + value);
    }
  }
}
