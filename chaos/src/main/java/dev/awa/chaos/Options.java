package dev.awa.chaos;

import dev.awa.chaos.scenario.Scenario;
import dev.awa.chaos.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;

/** What is asked for on the command line. */
record Options(List<Scenario> scenarios, boolean isShort, boolean help) {

  /** The command line can't be understood; the message says what to do. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) {
    List<Scenario> named = new ArrayList<>();
    boolean isShort = false;
    boolean help = false;
    for (String argument : arguments) {
      switch (argument) {
        case "--short" -> isShort = true;
        case "--help", "-h" -> help = true;
        default -> named.add(scenario(argument));
      }
    }
    return new Options(List.copyOf(named.isEmpty() ? all(isShort) : named), isShort, help);
  }

  private static List<Scenario> all(boolean isShort) {
    return Scenarios.ALL.stream().filter(s -> s.isShort() || !isShort).toList();
  }

  private static Scenario scenario(String name) {
    return Scenarios.find(name)
        .orElseThrow(() ->
            new UsageException(
                "unknown scenario or option "
                    + name
                    + "; known: "
                    + String.join(", ", Scenarios.ALL.stream().map(Scenario::name).toList())
                    + ", --short, --help"));
  }

  static String usage() {
    StringBuilder text =
        new StringBuilder(
            """
            Usage: bin/chaos [SCENARIO...] [--short]

            Lets real things go wrong around real worker processes and a PostgreSQL of its own, then holds
            a ledger kept outside of the queue against what the queue says. Exit status 0 only if nothing
            was lost, accepted too late, or run more often than the faults explain.

            Scenarios (all of them when none is named; * also with --short):
            """);
    for (Scenario scenario : Scenarios.ALL) {
      text.append(
          "  %-32s %s %s (%s)%n"
              .formatted(
                  scenario.name(),
                  scenario.isShort() ? "*" : " ",
                  scenario.about(),
                  scenario.faults()));
    }
    return text.append(
            """

            Options:
              --short   what continuous integration runs: fewer scenarios, fewer rounds
              --help    this text

            Ledgers and logs stay below chaos/target. CHAOS_JAVA_OPTS goes to the JVM.
            """)
        .toString();
  }
}
