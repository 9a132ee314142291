package dev.awa.cli.command;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Terminal;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes dead letters. */
@Prints({DeadLettersPurgeCommand.Answer.class, OperationPreview.class})
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

  @Option(
      names = "--yes",
      description =
          "Do not ask. Ids are not asked about; a filter without --yes and without a terminal does"
              + " nothing.")
  boolean yes;

  @Override
  public Integer call() {
    if (letters.areNamed()) {
      List<Long> ids = letters.ids();
      return target.with(awa -> {
        Set<Long> purged = awa.deadLetters().purge(ids);
        List<String> warnings =
            ids.stream()
                .distinct()
                .filter(id -> !purged.contains(id))
                .map(id -> "job " + id + " is none that has failed or was cancelled")
                .toList();
        warnings.forEach(printer::note);
        return tell(purged.size(), warnings);
      });
    }
    JobFilter filter = letters.filter();
    return target.with(awa -> {
      if (letters.preview) {
        return letters.tellPreview(printer, awa, Action.delete(), "delete");
      }
      if (!yes) {
        ask(letters.preview(awa, Action.delete()));
      }
      long purged = purgeMany(awa, filter);
      return tell(purged, purged == 0 ? UnknownNames.tell(awa, filter, printer) : List.of());
    });
  }

  private void ask(OperationPreview preview) {
    String most = letters.limit == null ? "" : "at most " + letters.limit + " of ";
    Terminal.require("delete " + most + OperationWords.count(preview) + ", with no way back");
  }

  private long purgeMany(Awa awa, JobFilter filter) {
    long purged = 0;
    long some;
    do {
      some = awa.deadLetters().purgeAll(filter);
      purged += some;
    } while (some > 0 && letters.limit == null);
    return purged;
  }

  /** What is printed as JSON. */
  record Answer(long purged, List<String> warnings) {}

  private int tell(long purged, List<String> warnings) {
    printer.print(
        new Answer(purged, warnings), out -> out.println(Printer.jobs(purged) + " deleted"));
    return purged > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
