package dev.awa.chaos;

import dev.awa.lab.Columns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs the scenarios and prints a table. */
public final class Chaos {
  private Chaos() {}

  /**
   * See {@code --help}. The exit code is 1 when something was wrong, 2 for a wrong command line.
   */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    System.exit(run(Options.commandLine().readOrExit(arguments)) ? 0 : 1);
  }

  private static boolean run(Options options) throws Exception {
    long begun = System.nanoTime();
    List<Result> results = Collections.synchronizedList(new ArrayList<>());
    try (Runner runner = new Runner(target(), options.isShort())) {
      runner.runAll(
          options.scenarios(),
          scenario -> System.out.println(scenario.name() + ": " + scenario.about()),
          result -> {
            say(result);
            results.add(result);
          });
    }
    System.out.println();
    System.out.print(table(results));
    System.out.println(
        "%d scenarios in %s"
            .formatted(
                results.size(), Result.seconds(Duration.ofNanos(System.nanoTime() - begun))));
    boolean good = results.stream().allMatch(Result::isGood);
    System.out.println(good ? "nothing was lost or wrongly accepted" : "SOMETHING IS WRONG");
    return good;
  }

  /** What came of a scenario, as soon as it is known. */
  private static void say(Result result) {
    System.out.println(result.scenario() + ": " + result.word() + ", took " + result.seconds());
    result.notes().forEach(note -> System.out.println("  " + result.scenario() + ": " + note));
    result
        .complaints()
        .forEach(wrong -> System.out.println("  BAD " + result.scenario() + ": " + wrong));
  }

  static Path target() {
    return Path.of(System.getProperty("awa.chaos.target", "chaos/target"));
  }

  /** The first and the last column are words, the others numbers. */
  static String lineUp(List<List<String>> lines) {
    int last = lines.getFirst().size() - 1;
    return Columns.lineUp(lines, column -> column > 0 && column < last);
  }

  static String table(List<Result> results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(Result.HEAD);
    results.forEach(result -> lines.add(result.cells()));
    StringBuilder text = new StringBuilder(lineUp(lines));
    results.forEach(result ->
        result.notes().forEach(note -> text.append(result.scenario() + ": " + note).append('\n')));
    return text.toString();
  }
}
