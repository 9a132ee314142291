package dev.awa.cli.command;

import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells which version this is. */
@Prints(VersionCommand.Answer.class)
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Which version of awa this is; the same as awa --version.")
public final class VersionCommand implements Callable<Integer> {
  @Mixin Printer printer = new Printer();
  @Spec CommandSpec spec = CommandSpec.create();

  /** What is printed as JSON. */
  record Answer(String version) {}

  @Override
  public Integer call() {
    String words = spec.root().version()[0];
    return printer.print(new Answer(words.replace("awa ", "")), out -> out.println(words));
  }
}
