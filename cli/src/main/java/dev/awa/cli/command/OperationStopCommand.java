package dev.awa.cli.command;

import dev.awa.Stopped;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops an operation. */
@Prints(OperationStopCommand.Verdict.class)
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stop an operation: what it has done stays done, and it does nothing more.",
      "Exit status 1 when there was nothing to stop."
    })
public final class OperationStopCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "ID", description = "The operation.")
  long id;

  /** What is printed as JSON. */
  record Verdict(long id, String verdict) {}

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.operations().stop(id, operator.name())));
  }

  private int print(Stopped stopped) {
    Verdict verdict = new Verdict(id, stopped.name().toLowerCase(Locale.ROOT));
    printer.print(
        verdict,
        out ->
            out.println(
                switch (stopped) {
                  case STOPPED -> "operation " + id + " is stopped";
                  case ENDED -> "operation " + id + " had ended before";
                  case UNKNOWN -> "there is no operation " + id;
                }));
    return stopped == Stopped.STOPPED ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
