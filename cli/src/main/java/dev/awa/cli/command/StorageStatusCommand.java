package dev.awa.cli.command;

import dev.awa.StorageStatus;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the storage as operators see it. */
@Prints(StorageStatus.class)
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "The ring and what keeps its segments, who keeps a stripe or a worker from others, what was"
          + " carried, tallies, lanes, leader, workers, settings.",
      "Takes no lock that work or maintenance waits for; counts stop at 1000."
    })
public final class StorageStatusCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--lanes",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many lanes to show; default ${DEFAULT-VALUE}.")
  int lanes;

  @Override
  public Integer call() {
    if (lanes < 0) {
      throw new UsageFailure("--lanes: must be at least 0, got " + lanes);
    }
    return target.with(awa -> {
      StorageStatus status = awa.storage().status(lanes);
      return printer.print(status, out -> StorageLines.print(out, status));
    });
  }
}
