package dev.awa.cli;

import dev.awa.AwaException;
import dev.awa.admin.Documents;
import dev.awa.cli.command.CompletionCommand;
import dev.awa.cli.command.DoctorCommand;
import dev.awa.cli.command.EnqueueCommand;
import dev.awa.cli.command.GrantsCommand;
import dev.awa.cli.command.HealthCommand;
import dev.awa.cli.command.HelpCommand;
import dev.awa.cli.command.MaintainCommand;
import dev.awa.cli.command.ManCommand;
import dev.awa.cli.command.MigrateCommand;
import dev.awa.cli.command.RolesCommand;
import dev.awa.cli.command.ServeCommand;
import dev.awa.cli.command.StatsCommand;
import dev.awa.cli.command.TickCommand;
import dev.awa.cli.command.TopCommand;
import dev.awa.cli.command.VersionCommand;
import dev.awa.cli.command.WorkCommand;
import dev.awa.cli.database.Contexts;
import dev.awa.cli.database.Target;
import dev.awa.cli.demo.DemoCommand;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Converters;
import dev.awa.cli.terminal.Legend;
import dev.awa.cli.terminal.Secrets;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
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
      RolesCommand.class,
      EnqueueCommand.class,
      WorkCommand.class,
      MaintainCommand.class,
      TickCommand.class,
      ServeCommand.class,
      HealthCommand.class,
      DoctorCommand.class,
      StatsCommand.class,
      TopCommand.class,
      QueueCommands.class,
      WorkerCommands.class,
      KindCommands.class,
      JobCommands.class,
      DeadLetterCommands.class,
      OperationCommands.class,
      ScheduleCommands.class,
      AuditCommands.class,
      ViewCommands.class,
      StorageCommands.class,
      ContextCommands.class,
      CompletionCommand.class,
      ManCommand.class,
      VersionCommand.class,
      HelpCommand.class
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
    return line(new Main())
        .setOut(out)
        .setErr(err)
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler((e, line, result) -> failed(e, line, json))
        .setParameterExceptionHandler((e, args) -> misunderstood(e, json))
        .execute(arguments);
  }

  /** A command whose options read times, numbers and words as all do. */
  static CommandLine line(Object command) {
    CommandLine line = new CommandLine(command);
    line.registerConverter(Duration.class, new Converters.Time());
    line.registerConverter(int.class, Converters.number(Integer::valueOf));
    line.registerConverter(long.class, Converters.number(Long::valueOf));
    line.registerConverter(Integer.class, Converters.number(Integer::valueOf));
    line.registerConverter(Boolean.class, new Converters.Truth());
    line.registerConverter(Long.class, Converters.number(Long::valueOf));
    Legend.addTo(line);
    return line;
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
    if (!last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
      settle(last);
    }
    return new CommandLine.RunLast().execute(result);
  }

  /** Finds the queue that a command speaks to; what goes wrong is told as a failure of its own. */
  private static void settle(ParseResult command) {
    try {
      for (CommandSpec mixin : command.commandSpec().mixins().values()) {
        if (mixin.userObject() instanceof Target target) {
          boolean hasSchema = command.hasMatchedOption("--schema");
          target.settle(hasSchema, System.getenv(), Contexts::ofTheSystem);
          ProductionGate.require(command, target);
        }
      }
    } catch (CommandFailure e) {
      throw new ExecutionException(
          command.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  private static int failed(Exception e, CommandLine line, boolean json) {
    if (!Usage.isWrong(e)) {
      boolean isTold = e instanceof CommandFailure || e instanceof AwaException;
      tell(line.getErr(), isTold ? String.valueOf(e.getMessage()) : e.toString(), json);
      return CommandLine.ExitCode.SOFTWARE;
    }
    tell(line.getErr(), Usage.words(e, line.getCommandSpec()), json);
    if (!json) {
      pointToHelp(line);
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static int misunderstood(ParameterException e, boolean json) {
    PrintWriter err = e.getCommandLine().getErr();
    tell(err, message(e), json);
    if (!json) {
      UnmatchedArgumentException.printSuggestions(e, err);
      pointToHelp(e.getCommandLine());
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    CommandLine line = e.getCommandLine();
    return e instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !line.getSubcommands().isEmpty()
        ? "there is no command: "
            + line.getCommandSpec().qualifiedName()
            + " "
            + unmatched.getUnmatched().getFirst()
        : String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""); // of a group of options
  }

  private static void pointToHelp(CommandLine line) {
    line.getErr().println("try: " + line.getCommandSpec().qualifiedName() + " --help");
  }

  /** What is printed as JSON when something went wrong. */
  record Failure(String error) {}

  /** Says what went wrong on standard error, which has the form that was asked for. */
  private static void tell(PrintWriter err, String message, boolean json) {
    String words = Secrets.hiddenIn(message);
    err.println(json ? Documents.JSON.writeValueAsString(new Failure(words)) : "error: " + words);
  }
}
