package dev.awa.cli;

import dev.awa.AwaException;
import dev.awa.cli.command.EnqueueCommand;
import dev.awa.cli.command.GrantsCommand;
import dev.awa.cli.command.JobCommand;
import dev.awa.cli.command.MigrateCommand;
import dev.awa.cli.command.QueueCommand;
import dev.awa.cli.command.StorageCommand;
import dev.awa.cli.command.WorkCommand;
import dev.awa.cli.demo.DemoCommand;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code awa} command. Exit status: 0 done, 1 could not be done, 2 not understood. What went
 * wrong is told on standard error: as {@code error: ...}, or with {@code --json} as {@code
 * {"error": "..."}}.
 */
@Command(
    name = "awa",
    version = "awa 0.1.0",
    mixinStandardHelpOptions = true,
    description = "A job queue that lives in PostgreSQL.",
    subcommands = {
      DemoCommand.class,
      MigrateCommand.class,
      GrantsCommand.class,
      EnqueueCommand.class,
      WorkCommand.class,
      QueueCommand.class,
      JobCommand.class,
      StorageCommand.class,
      Main.Completion.class
    })
public final class Main implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(writer(System.out), writer(System.err), arguments));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs the command; answers its exit status. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    boolean json = Arrays.asList(arguments).contains("--json");
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler((e, line, result) -> failed(e, line, json))
        .setParameterExceptionHandler((e, args) -> misunderstood(e, json))
        .execute(arguments);
  }

  /** Help for a command that does not exist would be that of its parent: nobody asked for it. */
  private static int execute(ParseResult result) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    List<String> unknown = last.unmatched();
    if (!unknown.isEmpty()) {
      throw new UnmatchedArgumentException(last.commandSpec().commandLine(), unknown);
    }
    return new CommandLine.RunLast().execute(result);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "what shall be done? Name a command");
  }

  private static int failed(Exception e, CommandLine line, boolean json) {
    String message =
        e instanceof CommandFailure
                || e instanceof AwaException
                || e instanceof IllegalArgumentException
            ? String.valueOf(e.getMessage())
            : e.toString();
    tell(line.getErr(), message, json);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int misunderstood(ParameterException e, boolean json) {
    PrintWriter err = e.getCommandLine().getErr();
    tell(err, String.valueOf(e.getMessage()), json);
    if (!json && !UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    return CommandLine.ExitCode.USAGE;
  }

  /** Says what went wrong on standard error, which has the form that was asked for. */
  private static void tell(PrintWriter err, String message, boolean json) {
    err.println(
        json ? Printer.JSON.writeValueAsString(Map.of("error", message)) : "error: " + message);
  }

  /** Prints a completion script. */
  @Command(
      name = "completion",
      description = "Print a completion script for bash and zsh: source <(awa completion)")
  static final class Completion implements Callable<Integer> {
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
}
