package dev.awa.cli.command;

import dev.awa.Duty;
import dev.awa.cli.database.NoDatabase;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.client.Awa;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what gives a role the rights that it needs. */
@Prints(Script.class)
@Command(
    name = "grants",
    mixinStandardHelpOptions = true,
    description =
        "Print the GRANT statements that give a role what it needs and no more; for the owner of"
            + " the schema, through psql. Needs no database.")
public final class GrantsCommand implements Callable<Integer> {
  @Mixin Printer printer = new Printer();
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      defaultValue = "awa",
      description = "The schema that the queue lives in; default: ${DEFAULT-VALUE}.")
  String schema = "awa";

  @Parameters(
      index = "0",
      paramLabel = "DUTY",
      description =
          "producer: enqueues; reader: looks; operator: looks, enqueues and steers; worker: runs"
              + " jobs and keeps house; migrator: owns the schema.")
  String duty = "";

  @Parameters(index = "1", paramLabel = "ROLE", description = "The role that is to have them.")
  String role = "";

  @Override
  public Integer call() {
    Awa awa = Awa.of(new NoDatabase(), schema);
    String grants = awa.grants(known(), role);
    return printer.print(new Script(grants), out -> out.print(grants));
  }

  private static String duties() {
    return Stream.of(Duty.values()).map(Duty::toString).collect(Collectors.joining(", "));
  }

  private Duty known() {
    return Stream.of(Duty.values())
        .filter(one -> one.toString().equals(duty))
        .findFirst()
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(), "no such duty: \"" + duty + "\"; known are " + duties()));
  }
}
