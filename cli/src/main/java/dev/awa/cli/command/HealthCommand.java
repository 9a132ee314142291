package dev.awa.cli.command;

import dev.awa.Health;
import dev.awa.cli.database.NotReachable;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how the queue fares. */
@Prints(Health.class)
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = {
      "How the queue fares: database, schema, who leads, workers, what is late.",
      "Exit status: 0 up, 3 degraded (jobs can be enqueued, and something keeps them from running"
          + " as they should), 1 down or not to be reached."
    })
public final class HealthCommand implements Callable<Integer> {
  private static final int DOWN = 1;
  private static final int DEGRADED = 3;

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--within",
      defaultValue = "5s",
      paramLabel = "TIME",
      description = "How long the database may take; default ${DEFAULT-VALUE}.")
  Duration within = Duration.ofSeconds(5);

  @Override
  public Integer call() {
    try {
      return target.connected(awa -> print(awa.health(within)));
    } catch (NotReachable e) { // that is an answer, too
      String words = String.valueOf(e.getMessage());
      return print(Health.of(List.of(new Health.Check("database", Health.Status.DOWN, words))));
    }
  }

  private int print(Health health) {
    int printed =
        printer.print(
            health,
            out ->
                Table.printWhole(
                    out,
                    List.of("CHECK", "STATUS", "FOUND"),
                    health.checks().stream().map(HealthCommand::row).toList()));
    return switch (health.status()) {
      case UP -> printed;
      case DEGRADED -> DEGRADED;
      case DOWN -> DOWN;
    };
  }

  private static List<String> row(Health.Check check) {
    return List.of(check.name(), check.status().word(), Printer.plain(check.words()));
  }
}
