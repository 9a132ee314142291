package dev.awa.admin;

import dev.awa.AwaException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code awa} command. Exit status: 0 done, 1 could not be done, 2 not understood. */
@Command(
    name = "awa",
    version = "awa 0.1.0",
    mixinStandardHelpOptions = true,
    description = "A job queue that lives in PostgreSQL.",
    subcommands = {
      DemoCommand.class,
      MigrateCommand.class,
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
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((e, line, result) -> failed(e, line))
        .setParameterExceptionHandler((e, args) -> misunderstood(e))
        .execute(arguments);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "what shall be done? Name a command");
  }

  private static int failed(Exception e, CommandLine line) {
    String message =
        e instanceof CommandFailure
                || e instanceof AwaException
                || e instanceof IllegalArgumentException
            ? String.valueOf(e.getMessage())
            : e.toString();
    line.getErr().println("error: " + message);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int misunderstood(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("error: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    return CommandLine.ExitCode.USAGE;
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
      root.getOut().println(AutoComplete.bash("awa", root));
      return CommandLine.ExitCode.OK;
    }
  }
}
