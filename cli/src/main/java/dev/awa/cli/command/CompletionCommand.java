package dev.awa.cli.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a completion script for bash and zsh: source <(awa completion)")
public final class CompletionCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine root = spec.parent().commandLine();
    root.getOut().println(script(root));
    return CommandLine.ExitCode.OK;
  }

  /** It numbers variables in the digits of the default locale, and a shell knows one kind. */
  private static String script(CommandLine root) {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      return AutoComplete.bash("awa", root);
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }
}
