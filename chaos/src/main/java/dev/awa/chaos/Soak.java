package dev.awa.chaos;

import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.soak.HistoryRun;
import dev.awa.chaos.soak.Line;
import dev.awa.chaos.soak.SoakRun;
import dev.awa.lab.Arguments;
import dev.awa.lab.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The long mixed runs: does it go on as it began, and does it hold over a long history? */
@Command(
    name = "bin/soak",
    sortOptions = false,
    description = {
      "Runs a mixed load (success, retry, snooze, schedule, cancel, dead letter, one job that runs"
          + " all the time, one queue that is paused all the time) while an idle transaction holds"
          + " the horizon, and compares the last minutes with the first. Exit status 0 only if the"
          + " last are as good, and nothing was lost.",
      "",
      "With --history the load runs in a database that holds a million closed claims already, on"
          + " worker processes that are frozen and killed, while awa.flush and awa.end_runs are"
          + " renamed away for a second now and then, readers hold locks, and unique jobs come at"
          + " every isolation level. Exit status 0 only if nothing was lost, run or finished twice"
          + " without a fault that explains it, or counted wrongly.",
      ""
    })
public final class Soak implements Arguments.Checked {
  private static final List<String> FOOTER =
      List.of(
          "",
          "Ledgers and logs of --history stay below chaos/target. SOAK_JAVA_OPTS goes to the JVM.");

  @Option(names = "--history", description = "Over a long history, with faults.")
  private boolean history;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      converter = Positive.class,
      description = "How long, default 60; a fraction is allowed.")
  private @Nullable Double minutes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = Positive.class,
      description = "Jobs a second, default 400; 100 with --history.")
  private @Nullable Double rate;

  @Option(
      names = "--claims",
      paramLabel = "N",
      converter = Positive.class,
      description = "Of history, one job each, default 1000000; a multiple of 20.")
  private @Nullable Double claims;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the faults, default ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--short",
      description = "What continuous integration runs: 20000 claims, half a minute, short leases.")
  private boolean isShort;

  /** Reads a number above 0. */
  static final class Positive implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double number = Double.parseDouble(text);
        if (number > 0 && number < Integer.MAX_VALUE) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException("must be a number above 0, got " + text);
    }
  }

  @Override
  public void check() {
    if (!history && (isShort || claims != null || seed != 1)) {
      throw new IllegalArgumentException("--short, --claims and --seed go with --history");
    }
  }

  /**
   * See {@code --help}. The exit code is 1 when something was wrong, 2 for a wrong command line.
   */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    Soak soak = new Arguments<>(new Soak(), FOOTER).readOrExit(arguments);
    System.exit(soak.run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    Path folder = Chaos.target().resolve("soak-" + ProcessHandle.current().pid());
    try (Postgres server = OwnServer.start(folder.resolve("server"))) {
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
    int many = claims == null ? (isShort ? small.history() : 1_000_000) : claims.intValue();
    double standard = isShort ? small.length().toSeconds() / 60.0 : 60;
    return new HistoryRun.Size(many, length(standard), rate(small.rate()), isShort, seed);
  }

  private Duration length(double standard) {
    return Duration.ofMillis((long) ((minutes == null ? standard : minutes) * 60_000));
  }

  private int rate(int standard) {
    return rate == null ? standard : Math.max(1, rate.intValue());
  }

  static String table(List<Line> lines, boolean history) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        history
            ? List.of("soak over history", "expected", "found", "")
            : List.of("soak", "first minutes", "last minutes", ""));
    lines.forEach(line -> cells.add(line.cells()));
    return Chaos.lineUp(cells);
  }
}
