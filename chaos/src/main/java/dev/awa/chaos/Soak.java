package dev.awa.chaos;

import dev.awa.chaos.lab.Postgres;
import dev.awa.chaos.soak.SoakRun;
import dev.awa.chaos.soak.SoakRun.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The long mixed run: does it go on as it began? */
public final class Soak {
  private static final String USAGE =
      """
      Usage: bin/soak [--minutes N] [--rate N]

      Runs a mixed load (success, retry, snooze, schedule, cancel, dead letter, one job that runs all the
      time, one queue that is paused all the time) while an idle transaction holds the horizon, and
      compares the last minutes with the first. Exit status 0 only if the last are as good, and nothing
      was lost.

        --minutes N   how long, default 60; a fraction is allowed
        --rate N      jobs a second, default 400

      SOAK_JAVA_OPTS goes to the JVM.
      """;

  private Soak() {}

  /**
   * See {@code --help}. The exit code is 1 when something was wrong, 2 for a wrong command line.
   */
  public static void main(String[] arguments) throws Exception {
    double minutes = 60;
    int rate = 400;
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        switch (arguments[i]) {
          case "--minutes" -> minutes = positive(arguments[i], arguments[i + 1]);
          case "--rate" -> rate = (int) positive(arguments[i], arguments[i + 1]);
          case "--help", "-h" -> {
            System.out.print(USAGE);
            return;
          }
          default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println("soak: " + e.getMessage() + "; see bin/soak --help");
      System.exit(2);
    }
    System.exit(run(Duration.ofMillis((long) (minutes * 60_000)), rate) ? 0 : 1);
  }

  private static double positive(String option, String text) {
    double number = Double.parseDouble(text);
    if (!(number > 0)) {
      throw new IllegalArgumentException(option + ": must be more than 0, got " + text);
    }
    return number;
  }

  private static boolean run(Duration length, int rate) throws Exception {
    Path folder = Chaos.target().resolve("soak-" + ProcessHandle.current().pid());
    try (Postgres server = Postgres.start(folder, "server")) {
      List<Line> lines = new SoakRun(server, length, rate).run();
      System.out.print(table(lines));
      boolean good = lines.stream().allMatch(Line::isGood);
      System.out.println(good ? "it ends as it began" : "SOMETHING IS WRONG");
      return good;
    }
  }

  private static String table(List<Line> lines) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("soak", "first minutes", "last minutes", ""));
    lines.forEach(line -> cells.add(line.cells()));
    return Table.of(cells);
  }
}
