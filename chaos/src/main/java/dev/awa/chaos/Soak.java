package dev.awa.chaos;

import dev.awa.chaos.lab.Postgres;
import dev.awa.chaos.soak.HistoryRun;
import dev.awa.chaos.soak.Line;
import dev.awa.chaos.soak.SoakRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The long mixed runs: does it go on as it began, and does it hold over a long history? */
public final class Soak {
  private static final String USAGE =
      """
      Usage: bin/soak [--minutes N] [--rate N]
             bin/soak --history [--claims N] [--minutes N] [--rate N] [--seed N] [--short]

      Runs a mixed load (success, retry, snooze, schedule, cancel, dead letter, one job that runs all the
      time, one queue that is paused all the time) while an idle transaction holds the horizon, and
      compares the last minutes with the first. Exit status 0 only if the last are as good, and nothing
      was lost.

      With --history the load runs in a database that holds a million closed claims already, on worker
      processes that are frozen and killed, while awa.flush and awa.end_runs are renamed away for a
      second now and then, readers hold locks, and unique jobs come at every isolation level. Exit
      status 0 only if nothing was lost, run or finished twice without a fault that explains it, or
      counted wrongly.

        --minutes N   how long, default 60; a fraction is allowed
        --rate N      jobs a second, default 400; 100 with --history
        --claims N    of history, one job each, default 1000000; a multiple of 20
        --seed N      of the faults, default 1
        --short       what continuous integration runs: 20000 claims, half a minute, short leases

      Ledgers and logs of --history stay below chaos/target. SOAK_JAVA_OPTS goes to the JVM.
      """;

  private boolean history;
  private boolean isShort;
  private @Nullable Double minutes;
  private @Nullable Integer rate;
  private @Nullable Integer claims;
  private long seed = 1;

  private Soak(String... arguments) {
    List<String> left = new ArrayList<>(Arrays.asList(arguments));
    while (!left.isEmpty()) {
      take(left.removeFirst(), left);
    }
    if (!history && (isShort || claims != null || seed != 1)) {
      throw new IllegalArgumentException("--short, --claims and --seed go with --history");
    }
  }

  private void take(String option, List<String> left) {
    switch (option) {
      case "--history" -> history = true;
      case "--short" -> isShort = true;
      case "--minutes" -> minutes = positive(option, left);
      case "--rate" -> rate = (int) positive(option, left);
      case "--claims" -> claims = (int) positive(option, left);
      case "--seed" -> seed = (long) positive(option, left);
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }

  /**
   * See {@code --help}. The exit code is 1 when something was wrong, 2 for a wrong command line.
   */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    if (Arrays.asList(arguments).contains("--help") || Arrays.asList(arguments).contains("-h")) {
      System.out.print(USAGE);
      return;
    }
    Soak soak;
    try {
      soak = new Soak(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("soak: " + e.getMessage() + "; see bin/soak --help");
      System.exit(2);
      return;
    }
    System.exit(soak.run() ? 0 : 1);
  }

  private static double positive(String option, List<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + ": a number must follow");
    }
    String text = left.removeFirst();
    double number = Double.parseDouble(text);
    if (!(number > 0)) {
      throw new IllegalArgumentException(option + ": must be more than 0, got " + text);
    }
    return number;
  }

  private boolean run() throws Exception {
    Path folder = Chaos.target().resolve("soak-" + ProcessHandle.current().pid());
    try (Postgres server = Postgres.start(folder, "server")) {
      List<Line> lines =
          history
              ? new HistoryRun(server, folder.resolve("history"), size()).run()
              : new SoakRun(server, length(60), rate(400)).run();
      System.out.print(table(lines, history));
      boolean good = lines.stream().allMatch(Line::isGood);
      String ended = history ? "nothing was lost or wrong" : "it ends as it began";
      System.out.println(good ? ended : "SOMETHING IS WRONG");
      return good;
    }
  }

  private HistoryRun.Size size() {
    HistoryRun.Size small = HistoryRun.Size.SHORT;
    int many = claims == null ? (isShort ? small.history() : 1_000_000) : claims;
    double standard = isShort ? small.length().toSeconds() / 60.0 : 60;
    return new HistoryRun.Size(many, length(standard), rate(small.rate()), isShort, seed);
  }

  private Duration length(double standard) {
    return Duration.ofMillis((long) ((minutes == null ? standard : minutes) * 60_000));
  }

  private int rate(int standard) {
    return rate == null ? standard : rate;
  }

  static String table(List<Line> lines, boolean history) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        history
            ? List.of("soak over history", "expected", "found", "")
            : List.of("soak", "first minutes", "last minutes", ""));
    lines.forEach(line -> cells.add(line.cells()));
    return Table.of(cells);
  }
}
