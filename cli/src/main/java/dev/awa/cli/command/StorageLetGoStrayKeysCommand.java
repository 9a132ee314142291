package dev.awa.cli.command;

import dev.awa.StrayKeys;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets go of unique keys that no job holds. */
@Prints(StrayKeys.class)
@Command(
    name = "let-go-stray-keys",
    mixinStandardHelpOptions = true,
    description = {
      "Look at every unique key and let go of those that are held by an id that is no job, so that"
          + " whoever wants one is taken for a duplicate: after jobs were deleted by hand.",
      "A leader does the same bit by bit."
    })
public final class StorageLetGoStrayKeysCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.storage().letGoStrayKeys()));
  }

  private int print(StrayKeys strays) {
    return printer.print(strays, out -> lines(out, strays));
  }

  private static void lines(PrintWriter out, StrayKeys strays) {
    out.printf(
        Locale.ROOT, "looked at %d unique keys, let go of %d%n", strays.lookedAt(), strays.letGo());
    strays
        .first()
        .forEach(stray -> out.println("  " + stray.key() + " was held by " + stray.holder()));
    if (strays.letGo() > strays.first().size()) {
      out.println("  and others");
    }
  }
}
