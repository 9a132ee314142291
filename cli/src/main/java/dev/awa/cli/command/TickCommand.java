package dev.awa.cli.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.AwaException;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.client.Awa;
import dev.awa.worker.Ticked;
import dev.awa.worker.Worker;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does the maintenance that is due, once. */
@Prints(Ticked.class)
@Command(
    name = "tick",
    mixinStandardHelpOptions = true,
    description = {
      "Do the maintenance that is due, within a time, and say when to come again.",
      "For platforms on which no process runs all the time: call it by a timer. Schedules that are"
          + " due are fired, jobs that are due go to their queues, operations over many jobs are"
          + " worked off, dead workers are rescued, segments are emptied, what was kept for its"
          + " time is deleted. Does nothing while a worker leads, which does all this. Exit status"
          + " 1: a step failed."
    })
public final class TickCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--within",
      defaultValue = "20s",
      paramLabel = "TIME",
      description =
          "How long it may go on, 5s and more; a step that is at work then is finished. Default"
              + " ${DEFAULT-VALUE}.")
  Duration within = Duration.ofSeconds(20);

  @Override
  public Integer call() {
    try (HikariDataSource dataSource = target.dataSource(2)) {
      Awa.of(dataSource, target.schema).check();
      Ticked ticked = ticked(dataSource);
      int printed = printer.print(ticked, out -> print(out, ticked));
      return ticked.failed().isEmpty() ? printed : 1;
    }
  }

  private Ticked ticked(HikariDataSource dataSource) {
    try {
      return Worker.of(dataSource).schema(target.schema).tick(within);
    } catch (AwaException e) {
      throw Target.isForbidden(e)
          ? new CommandFailure(
              e.getMessage()
                  + ". A tick does what a leading worker does: connect as a role that has the"
                  + " rights of a worker (awa roles, awa grants worker ROLE)")
          : e;
    }
  }

  private static void print(PrintWriter out, Ticked ticked) {
    if (!ticked.led()) {
      out.println("a worker leads and does the maintenance");
    } else if (ticked.finished()) {
      out.println("nothing is left to do after " + ticked.turns() + " steps");
    } else {
      out.println("the time is over after " + ticked.turns() + " steps; something is left");
    }
    if (!ticked.failed().isEmpty()) {
      out.println("failed, and is tried again by the next: " + ticked.failed());
    }
    out.println("come again in " + Units.words(Duration.ofSeconds(ticked.next().toSeconds())));
  }
}
