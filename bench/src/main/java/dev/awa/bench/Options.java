package dev.awa.bench;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Lab.Length;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.peer.Peers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** What is asked for on the command line. */
record Options(List<Scenario> scenarios, Lab.Wish wish, boolean help) {
  private static final int ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;
  private static final int FAR = 3;

  /** The command line can't be understood; the message says what to do. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) {
    List<Scenario> scenarios = new ArrayList<>();
    Length length = Length.NORMAL;
    int rounds = 0;
    List<String> peers = List.of();
    boolean help = false;
    Iterator<String> left = Arrays.asList(arguments).iterator();
    while (left.hasNext()) {
      String argument = left.next();
      switch (argument) {
        case "--tiny" -> length = Length.TINY;
        case "--short" -> length = Length.SHORT;
        case "--long" -> length = Length.LONG;
        case "--rounds" -> rounds = rounds(left.hasNext() ? left.next() : "nothing");
        case "--peers" -> peers = peers(left.hasNext() ? left.next() : "");
        case "--help", "-h" -> help = true;
        default -> scenarios.add(scenario(argument));
      }
    }
    int roundsOrDefault =
        rounds > 0 ? rounds : length == Length.SHORT || length == Length.TINY ? 1 : ROUNDS;
    List<Scenario> chosen = scenarios.isEmpty() ? Scenarios.ALL : scenarios;
    return new Options(List.copyOf(chosen), new Lab.Wish(length, roundsOrDefault, peers), help);
  }

  private static List<String> peers(String list) {
    List<String> names = Arrays.asList(list.split(",", -1));
    for (String name : names) {
      if (!Peers.names().contains(name)) {
        throw new UsageException(
            "--peers: unknown peer \""
                + name
                + "\"; known, to be named with commas between: "
                + String.join(", ", Peers.names()));
      }
    }
    return names;
  }

  private static int rounds(String text) {
    try {
      int rounds = Integer.parseInt(text);
      if (rounds >= 1 && rounds <= MOST_ROUNDS) {
        return rounds;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new UsageException("--rounds: must be a number from 1 to 1000, got " + text);
  }

  private static Scenario scenario(String name) {
    return Scenarios.find(name)
        .orElseThrow(() ->
            new UsageException(
                (name.startsWith("-") ? "unknown option " : "unknown scenario ")
                    + name
                    + didYouMean(name)
                    + "; known: "
                    + String.join(", ", Scenarios.names())
                    + ", --tiny, --short, --long, --rounds N, --peers LIST, --help"));
  }

  private static String didYouMean(String name) {
    List<String> known = new ArrayList<>(Scenarios.names());
    known.addAll(List.of("--tiny", "--short", "--long", "--rounds", "--peers", "--help"));
    return known.stream()
        .filter(word -> word.startsWith(name) || distance(word, name) <= FAR)
        .min(Comparator.comparingInt(word -> distance(word, name)))
        .map(word -> ", did you mean " + word + "?")
        .orElse("");
  }

  /** How many letters have to be added, left out or changed. */
  private static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    Arrays.setAll(last, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
      }
      last = row;
    }
    return last[b.length()];
  }

  static String usage() {
    StringBuilder text =
        new StringBuilder(
            """
            Usage: bin/bench [SCENARIO...] [--tiny | --short | --long] [--rounds N] [--peers LIST]

            Measures speed and size on a PostgreSQL of its own, prints a table, and writes JSON lines to
            bench/target/results. It reports; it never fails because something was slow.

            Scenarios (all of them when none is named):
            """);
    for (Scenario scenario : Scenarios.ALL) {
      text.append(String.format("  %-18s %s%n", scenario.name(), scenario.about()));
    }
    text.append("\nQueues that are compared: ");
    text.append(String.join(", ", Peers.names())).append(".\n");
    return text.append(
            """

            Options:
              --tiny             shows that it runs; the numbers say nothing
              --short            seconds a measurement, one round; numbers are rough
              --long             with a backlog of ten million jobs
              --rounds N         so many rounds of each measurement, 1 to 1000 (default 5)
              --peers LIST       compares only these queues, names with commas between; all by default
              --help             this text

            BENCH_JAVA_OPTS goes to the JVM, for example -XX:StartFlightRecording=filename=bench.jfr
            """)
        .toString();
  }
}
