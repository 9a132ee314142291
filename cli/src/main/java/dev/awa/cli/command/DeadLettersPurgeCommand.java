package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Terminal;
import dev.awa.client.Awa;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes dead letters. */
@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = {
      "Delete dead letters with their arguments and errors; by their ids also failed and cancelled"
          + " jobs that are no dead letters. There is no way back.",
      "Exit status 1 when none was deleted."
    })
public final class DeadLettersPurgeCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin ChosenLetters letters = new ChosenLetters();

  @Option(names = "--yes", description = "Do not ask: with --all it is asked otherwise.")
  boolean yes;

  /** What is printed as JSON. */
  record Purged(long purged) {}

  @Override
  public Integer call() {
    boolean areNamed = letters.areNamed();
    if (letters.all && !yes) {
      Terminal.require("Delete every dead letter, with no way back?");
    }
    return areNamed
        ? target.with(awa -> tell(letters.ids().stream().filter(awa.deadLetters()::purge).count()))
        : target.with(awa -> tell(purgeMany(awa)));
  }

  private long purgeMany(Awa awa) {
    JobFilter filter = letters.filter();
    long purged = 0;
    long some = awa.deadLetters().purgeAll(filter);
    while (some > 0) {
      purged += some;
      some = awa.deadLetters().purgeAll(filter);
    }
    return purged;
  }

  private int tell(long purged) {
    printer.print(new Purged(purged), out -> out.println(purged + " jobs deleted"));
    return purged > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
