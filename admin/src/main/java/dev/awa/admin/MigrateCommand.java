package dev.awa.admin;

import dev.awa.client.Awa;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the schema or brings it up to date. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Create the schema or bring it up to date. Safe to run on many nodes at once.")
final class MigrateCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--sql",
      description = "Print the SQL for an empty database instead; needs no database.")
  boolean sql;

  @Override
  public Integer call() {
    if (sql) {
      String script = Awa.of(new NoDatabase(), target.schema).migrationScript();
      return printer.print(Map.of("sql", script), out -> out.print(script));
    }
    return target.with(this::migrate);
  }

  private int migrate(Awa awa) {
    List<String> applied = awa.migrate();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("schema", target.schema);
    answer.put("applied", applied);
    return printer.print(
        answer,
        out ->
            out.println(
                applied.isEmpty() ? "nothing to do" : "applied: " + String.join(", ", applied)));
  }
}
