package dev.awa.cli;

import dev.awa.cli.database.Context;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Terminal;
import dev.awa.cli.terminal.UsageFailure;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Keeps a command that changes something from production until somebody says that production is
 * meant. A command that is not known to only look counts as one that changes something.
 */
final class ProductionGate {
  /** Commands that only look, unless they are told to apply; without the word {@code awa}. */
  static final Set<String> LOOKS =
      Set.of(
          "audit list",
          "completion",
          "context list",
          "context show",
          "dead-letters list",
          "doctor",
          "grants",
          "health",
          "help",
          "job list",
          "job show",
          "kind history",
          "kind list",
          "kind show",
          "man",
          "operation list",
          "operation preview",
          "operation show",
          "operation watch",
          "queue history",
          "queue list",
          "queue purges",
          "queue show",
          "queue stats",
          "roles",
          "schedule history",
          "schedule list",
          "schedule owners",
          "schedule plan",
          "schedule preview",
          "schedule show",
          "serve hash",
          "stats",
          "storage history",
          "storage status",
          "top", // asks itself, before the first change
          "version",
          "view list",
          "worker list");

  /** With one of these any command only looks. */
  private static final List<String> ONLY_LOOK = List.of("--preview", "--sql");

  private ProductionGate() {}

  /**
   * Says where the command is about to change something, and asks for the name of the context,
   * unless it was given.
   *
   * @throws UsageFailure when nobody confirms, or when one of several contexts may be meant
   */
  static void require(ParseResult parsed, Target target) {
    if (looks(parsed)) {
      return;
    }
    requireSaid(parsed, target);
    Context context = target.context();
    if (context == null || !context.production()) {
      return;
    }
    CommandSpec command = parsed.commandSpec();
    String what = "awa " + name(command) + " changes production: " + context;
    if (context.name().equals(target.confirmed())) {
      command.commandLine().getErr().println(what);
      return;
    }
    if (!Terminal.isThere() || target.confirmed() != null) {
      throw new UsageFailure(
          what + "; nothing was done: if you mean it add --confirm " + context.name());
    }
    if (!context.name().equals(Terminal.ask(what + ". Type the name of the context to go on:"))) {
      throw new UsageFailure("nothing was done: that is not the name of the context");
    }
  }

  /** Whoever works with several queues says which: a variable of the shell says too little. */
  private static void requireSaid(ParseResult parsed, Target target) {
    Set<String> contexts = target.unsaid();
    if (contexts.size() > 1) {
      throw new UsageFailure(
          "awa "
              + name(parsed.commandSpec())
              + " changes something, there are several contexts ("
              + String.join(", ", contexts)
              + "), and only DATABASE_URL of the environment says which queue is meant; nothing was"
              + " done: add --context NAME, or --database-url URL if it is none of them");
    }
  }

  private static boolean looks(ParseResult parsed) {
    return LOOKS.contains(name(parsed.commandSpec()))
        ? !parsed.hasMatchedOption("--apply")
        : ONLY_LOOK.stream().anyMatch(parsed::hasMatchedOption);
  }

  /** {@code queue purge}. */
  static String name(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^awa ", "");
  }
}
