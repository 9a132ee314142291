package dev.awa.cli.command;

import dev.awa.cli.database.NoDatabase;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the schema or brings it up to date. */
@Prints({MigrateCommand.Answer.class, Script.class})
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Create the schema or bring it up to date. Safe to run on many nodes at once.")
public final class MigrateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--sql",
      description =
          "Print the SQL instead, for Flyway, Liquibase or psql: one statement that runs in their"
              + " transaction; needs no database.")
  boolean sql;

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description =
          "With --sql: the version that the schema has (SELECT awa.schema_version()); default 0,"
              + " there is none yet.")
  @Nullable Integer from;

  /** What is printed as JSON: what was done to which schema. */
  record Answer(String schema, List<String> applied) {}

  @Override
  public Integer call() {
    if (from != null && !sql) {
      throw new UsageFailure("--from: goes with --sql; awa migrate finds out by itself");
    }
    if (sql) {
      String script =
          Awa.of(new NoDatabase(), target.schema).migrationScript(from == null ? 0 : from);
      return printer.print(new Script(script), out -> out.print(script));
    }
    return target.connected(this::migrate);
  }

  private int migrate(Awa awa) {
    List<String> applied = awa.migrate();
    return printer.print(
        new Answer(target.schema, applied),
        out ->
            out.println(
                applied.isEmpty() ? "nothing to do" : "applied: " + String.join(", ", applied)));
  }
}
