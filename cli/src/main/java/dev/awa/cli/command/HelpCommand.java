package dev.awa.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows the help of a command. The one that picocli has takes a single word. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Shows the help of a command; the same as --help behind the command.")
public final class HelpCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "Such as: queue list. Without a command, all commands are shown.")
  List<String> words = List.of();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = line.getSubcommands().get(word);
      if (next == null) {
        throw new UnmatchedArgumentException(line, List.of(word));
      }
      line = next;
    }
    line.usage(spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }
}
