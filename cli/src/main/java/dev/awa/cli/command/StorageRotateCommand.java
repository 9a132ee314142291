package dev.awa.cli.command;

import dev.awa.Rotated;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Opens the next segment. */
@Prints(Rotated.class)
@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    description = "Open the next segment now, if the current one holds anything.")
public final class StorageRotateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> print(awa.storage().rotate()));
  }

  private int print(Rotated rotated) {
    String generation = "generation " + rotated.generation();
    String words =
        switch (rotated.answer()) {
          case ROTATED -> generation + " is current now";
          case EMPTY -> "not rotated: " + generation + " is current and holds nothing";
          case FULL -> "not rotated: every slot of the ring is held; see: awa storage status";
        };
    printer.print(rotated, out -> out.println(words));
    return rotated.answer() == Rotated.Answer.FULL ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
