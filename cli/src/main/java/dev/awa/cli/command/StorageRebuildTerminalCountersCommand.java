package dev.awa.cli.command;

import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts anew the jobs that wait for a time or have ended. */
@Prints(StorageRebuildTerminalCountersCommand.Answer.class)
@Command(
    name = "rebuild-terminal-counters",
    mixinStandardHelpOptions = true,
    description = {
      "Count the jobs that wait for a time, failed or were cancelled by a scan, and trust the"
          + " counters from now on: after somebody has truncated one of their tables.",
      "While it scans no job becomes scheduled, retryable, failed or cancelled."
    })
public final class StorageRebuildTerminalCountersCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--wait",
      defaultValue = "10s",
      paramLabel = "TIME",
      description =
          "How long to wait for those who use the tables; at least 1s, default ${DEFAULT-VALUE}.")
  Duration patience = Duration.ZERO;

  /** What is printed as JSON. */
  record Answer(Instant countersTrustedAt) {}

  @Override
  public Integer call() {
    if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UsageFailure("--wait: must be at least 1s, got " + Units.words(patience));
    }
    return target.with(awa -> {
      Instant since = awa.storage().rebuildTerminalCounters(patience);
      return printer.print(
          new Answer(since),
          out -> out.println("counters are trusted since " + Printer.time(since)));
    });
  }
}
