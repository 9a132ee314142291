package dev.awa.bench;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Lab.Length;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.peer.Peers;
import dev.awa.lab.Arguments;
import dev.awa.lab.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked for on the command line. */
@Command(
    name = "bin/bench",
    sortOptions = false,
    description =
        "Measures speed and size on a PostgreSQL of its own, prints a table, and writes JSON lines"
            + " to bench/target/results. It reports; it never fails because something was slow.")
final class Options implements Arguments.Checked {
  private static final int ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = "What to measure; everything when none is named.")
  private List<String> named = List.of();

  @ArgGroup private @Nullable Size size;

  /** One of these. */
  static final class Size {
    @Option(names = "--tiny", description = "Shows that it runs; the numbers say nothing.")
    private boolean tiny;

    @Option(names = "--short", description = "Seconds a measurement, one round; numbers are rough.")
    private boolean isShort;

    @Option(names = "--long", description = "With a backlog of ten million jobs.")
    private boolean isLong;
  }

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "So many rounds of each measurement, 1 to 1000; default 5.")
  private @Nullable Integer rounds;

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      split = ",",
      description = "Compares only these queues, names with commas between; all by default.")
  private List<String> peers = List.of();

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
    lines.add("Scenarios:");
    for (Scenario scenario : Scenarios.ALL) {
      lines.add(String.format(Locale.ROOT, "  %-18s %s", scenario.name(), scenario.about()));
    }
    lines.add("");
    lines.add("Queues that are compared: " + String.join(", ", Peers.names()) + ".");
    lines.add("");
    lines.add(
        "BENCH_JAVA_OPTS goes to the JVM, for example"
            + " -XX:StartFlightRecording=filename=bench.jfr");
    return lines;
  }

  @Override
  public void check() {
    for (String name : named) {
      if (Scenarios.find(name).isEmpty()) {
        throw new IllegalArgumentException(Names.unknown("scenario", name, Scenarios.names()));
      }
    }
    for (String name : peers) {
      if (!Peers.names().contains(name)) {
        throw new IllegalArgumentException(Names.unknown("peer", name, Peers.names()));
      }
    }
    if (rounds != null && (rounds < 1 || rounds > MOST_ROUNDS)) {
      throw new IllegalArgumentException(
          "--rounds: must be a number from 1 to " + MOST_ROUNDS + ", got " + rounds);
    }
  }

  List<Scenario> scenarios() {
    return named.isEmpty()
        ? Scenarios.ALL
        : named.stream().map(name -> Scenarios.find(name).orElseThrow()).toList();
  }

  Lab.Wish wish() {
    Length length = length();
    boolean once = length == Length.SHORT || length == Length.TINY;
    return new Lab.Wish(length, rounds != null ? rounds : once ? 1 : ROUNDS, peers);
  }

  private Length length() {
    if (size == null) {
      return Length.NORMAL;
    }
    if (size.tiny) {
      return Length.TINY;
    }
    if (size.isShort) {
      return Length.SHORT;
    }
    return size.isLong ? Length.LONG : Length.NORMAL;
  }
}
