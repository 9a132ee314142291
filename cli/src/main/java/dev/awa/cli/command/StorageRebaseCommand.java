package dev.awa.cli.command;

import dev.awa.Rebased;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes a restored queue anew. */
@Prints(Rebased.class)
@Command(
    name = "rebase",
    mixinStandardHelpOptions = true,
    description = {
      "After a dump was restored into another cluster, whose transaction ids are others: write"
          + " every unfinished run anew. Refuses while a worker is alive.",
      "Waiting runs keep their order; runs that were claimed run again, the attempt does not count."
          + " Completed jobs are still counted, but no longer found."
    })
public final class StorageRebaseCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.storage().rebase()));
  }

  private int print(Rebased rebased) {
    return printer.print(
        rebased,
        out ->
            out.printf(
                Locale.ROOT,
                "written anew: %d waiting runs, %d that were claimed%n",
                rebased.waiting(),
                rebased.reopened()));
  }
}
