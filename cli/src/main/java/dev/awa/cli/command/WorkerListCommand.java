package dev.awa.cli.command;

import dev.awa.KnownWorker;
import dev.awa.StepTrouble;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the workers. */
@Prints(lists = KnownWorker.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Every worker that the database knows: which kinds it handles, what it runs its queues with,"
          + " the release of its time zones, and which of its steps fail."
    })
public final class WorkerListCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> {
      List<KnownWorker> workers = awa.workers().list();
      return printer.print(workers, out -> print(out, workers));
    });
  }

  private static void print(PrintWriter out, List<KnownWorker> workers) {
    Table.print(
        out,
        List.of("ID", "STATE", "STARTED", "LAST BEAT", "NAME"),
        workers.stream().map(WorkerListCommand::row).toList());
    for (KnownWorker worker : workers) {
      out.println(
          Printer.plain(worker.name())
              + " "
              + handles(worker.kinds())
              + (worker.zoneRelease() == null
                  ? ""
                  : "; has the time zones of release " + worker.zoneRelease()));
      for (StepTrouble trouble : worker.troubles()) {
        out.println(
            Printer.plain(
                worker.name()
                    + ": "
                    + trouble.step()
                    + " fails since "
                    + Printer.time(trouble.since())
                    + " ("
                    + trouble.failures()
                    + " times): "
                    + trouble.error()));
      }
      worker
          .runsWith()
          .forEach((queue, settings) ->
              out.println(
                  Printer.plain(worker.name())
                      + " runs queue \""
                      + Printer.plain(queue)
                      + "\" with "
                      + SettingLines.words(settings)));
    }
  }

  private static String handles(@Nullable List<String> kinds) {
    if (kinds == null) {
      return "does not say which kinds it handles";
    }
    if (kinds.contains(KnownWorker.EVERY_KIND)) {
      return "handles every kind";
    }
    return kinds.isEmpty()
        ? "handles no kind"
        : "handles " + Printer.plain(String.join(", ", kinds));
  }

  /** A word for how a worker is; a silent one may be gone, and nobody leads who would say so. */
  static String state(KnownWorker worker) {
    if (!worker.alive()) {
      return "dead";
    }
    return worker.silent() ? "silent" : worker.leads() ? "leads" : "alive";
  }

  private static List<String> row(KnownWorker worker) {
    return List.of(
        "" + worker.id(),
        state(worker),
        Printer.time(worker.startedAt()),
        Printer.time(worker.beatAt()),
        Printer.plain(worker.name()));
  }
}
