package dev.awa.chaos;

import dev.awa.chaos.scenario.Scenario;
import dev.awa.chaos.scenario.Scenarios;
import dev.awa.lab.Arguments;
import dev.awa.lab.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked for on the command line. */
@Command(
    name = "bin/chaos",
    sortOptions = false,
    description =
        "Lets real things go wrong around real worker processes and a PostgreSQL of its own, then"
            + " holds a ledger kept outside of the queue against what the queue says. Exit status 0"
            + " only if nothing was lost, accepted too late, or run more often than the faults"
            + " explain.")
final class Options implements Arguments.Checked {
  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = "What goes wrong; all of them when none is named.")
  private List<String> named = List.of();

  @Option(
      names = "--short",
      description = "What continuous integration runs: fewer scenarios, fewer rounds.")
  private boolean isShort;

  /**
   * Reads a command line.
   *
   * @throws Arguments.UsageException when it is not understood
   */
  static Options parse(String... arguments) {
    return commandLine().read(arguments);
  }

  static Arguments<Options> commandLine() {
    return new Arguments<>(new Options(), footer());
  }

  private static List<String> footer() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Scenarios (* also with --short):");
    for (Scenario scenario : Scenarios.ALL) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-32s %s %s (%s)",
              scenario.name(),
              scenario.isShort() ? "*" : " ",
              scenario.about(),
              scenario.faults()));
    }
    lines.add("");
    lines.add("Ledgers and logs stay below chaos/target. CHAOS_JAVA_OPTS goes to the JVM.");
    return lines;
  }

  boolean isShort() {
    return isShort;
  }

  List<Scenario> scenarios() {
    return named.isEmpty()
        ? Scenarios.ALL.stream().filter(one -> one.isShort() || !isShort).toList()
        : named.stream().map(name -> Scenarios.find(name).orElseThrow()).toList();
  }

  @Override
  public void check() {
    List<String> known = Scenarios.ALL.stream().map(Scenario::name).toList();
    for (String name : named) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(Names.unknown("scenario", name, known));
      }
    }
  }
}
