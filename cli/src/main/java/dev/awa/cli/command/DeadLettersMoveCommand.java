package dev.awa.cli.command;

import dev.awa.admin.MovedLetters;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes dead letters of failed jobs. */
@Prints(MovedLetters.class)
@Command(
    name = "move",
    mixinStandardHelpOptions = true,
    description = {
      "Make dead letters of failed jobs that are none, of a queue that kept none for instance."
          + " awa operation submit move-to-dead-letters does so with all that a filter means.",
      "Exit status 1 when none was moved."
    })
public final class DeadLettersMoveCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs, by their ids.")
  List<Long> ids = new ArrayList<>();

  @Override
  public Integer call() {
    return target.with(awa -> {
      Set<Long> moved = awa.deadLetters().move(ids);
      ids.stream()
          .distinct()
          .filter(id -> !moved.contains(id))
          .forEach(id -> printer.note("job " + id + " is no failed job, or a dead letter already"));
      return tell(moved.size());
    });
  }

  private int tell(long moved) {
    printer.print(
        new MovedLetters(moved), out -> out.println("dead letters now: " + Printer.jobs(moved)));
    return moved > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
