package dev.awa.cli.command;

import dev.awa.Pruned;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.client.Storage.History;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prunes the oldest segments. */
@Prints(Pruned.class)
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Prune the oldest segments, one after the other, until one may not be pruned; say why not.",
      "What is alive stays: waiting runs and open claims are never pruned."
    })
public final class StoragePruneCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--now",
      description =
          "Also those whose history is to be kept for longer: completed jobs are no longer found,"
              + " their counts stay.")
  boolean now;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "Go on trying for so long, while runs wait, claims are open or workers hold on; 0s tries"
              + " once. Without it what is in use stops it at once, and workers have 10 s to"
              + " announce what they let go of.")
  @Nullable Duration patience;

  @Override
  public Integer call() {
    History history = now ? History.CUT : History.KEPT;
    Duration longest = patience;
    if (longest == null) {
      return target.with(awa -> print(awa.storage().prune(history), ""));
    }
    String within = " within " + Units.words(longest);
    return target.with(awa -> print(awa.storage().prune(longest, history), within));
  }

  private int print(Pruned pruned, String within) {
    return printer.print(pruned, out -> lines(out, pruned, within));
  }

  private static void lines(PrintWriter out, Pruned pruned, String within) {
    pruned.generations().forEach(generation -> out.println("pruned generation " + generation));
    pruned
        .byLeader()
        .forEach(generation -> out.println("the leader emptied generation " + generation));
    if (pruned.generations().isEmpty() && pruned.byLeader().isEmpty()) {
      out.println("pruned nothing" + within);
    }
    out.println("generation " + pruned.stoppedAt() + " stays:");
    pruned.blockers().forEach(words -> out.println("  " + Printer.plain(words)));
  }
}
