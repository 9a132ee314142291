package dev.awa.bench;

import dev.awa.bench.harness.Adapter;
import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.Server;
import dev.awa.bench.measure.Page;
import dev.awa.bench.measure.Results;
import dev.awa.bench.measure.Row;
import dev.awa.bench.measure.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Starts the benchmarks. */
public final class Bench {
  private final Options options;
  private final Path target;

  private Bench(Options options, Path target) {
    this.options = options;
    this.target = target;
  }

  /** See {@code --help}. The exit code is 1 when a scenario broke, 2 for a wrong command line. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    if (arguments.length == 1 && arguments[0].equals("harness")) {
      Adapter.main(arguments);
      return;
    }
    Options options = Options.commandLine().readOrExit(arguments);
    Path target = Path.of(System.getProperty("awa.bench.target", "bench/target"));
    System.exit(new Bench(options, target).run() ? 0 : 1);
  }

  /** Runs scenarios; answers their rows. */
  static List<Row> run(Path target, String... arguments) throws Exception {
    Bench bench = new Bench(Options.parse(arguments), target);
    try (Server server = Server.start(target)) {
      Results results = new Results(target.resolve("results"), Map.of());
      for (Scenario scenario : bench.options.scenarios()) {
        scenario.run(bench.lab(scenario, server, results));
      }
      return results.rows();
    }
  }

  private boolean run() throws Exception {
    try (Server server = Server.start(target)) {
      Map<String, String> facts = new LinkedHashMap<>(Machine.facts());
      facts.putAll(server.facts());
      facts.put("arguments", "about 120 bytes of JSON");
      facts.put("rounds", Integer.toString(options.wish().rounds()));
      facts.forEach((what, value) -> System.out.printf("%-30s %s%n", what, value));
      Results results = new Results(target.resolve("results"), facts);
      boolean good = true;
      for (Scenario scenario : options.scenarios()) {
        good &= run(scenario, lab(scenario, server, results));
        server.dropQueues();
        server.checkpoint();
      }
      System.out.println();
      System.out.print(Table.of(results.rows()));
      List<Page.Chapter> chapters = chapters(facts);
      chapters.stream().skip(1).forEach(Bench::print);
      Path page = results.page(Page.of(chapters, results.rows()));
      System.out.println("Report: " + page.toAbsolutePath());
      System.out.println("JSON lines: " + target.resolve("results").toAbsolutePath());
      return good;
    }
  }

  /** Who competed is told, and asked for its version, only where somebody did. */
  private List<Page.Chapter> chapters(Map<String, String> facts) {
    return options.scenarios().stream().anyMatch(Comparison.class::isInstance)
        ? Chapters.of(facts, options.wish().peers())
        : Chapters.of(facts);
  }

  private static void print(Page.Chapter chapter) {
    System.out.println("\n" + chapter.title());
    for (List<String> line : chapter.lines()) {
      System.out.println("  " + String.join(" | ", line));
    }
  }

  private Lab lab(Scenario scenario, Server server, Results results) {
    return new Lab(scenario.name(), server, options.wish(), results);
  }

  /** A scenario that breaks does not keep the others from running. */
  private static boolean run(Scenario scenario, Lab lab) {
    System.out.println();
    lab.say(scenario.about());
    long begun = System.nanoTime();
    try {
      scenario.run(lab);
      lab.say("took " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
      return true;
    } catch (Exception e) {
      lab.say("broke after " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
      e.printStackTrace();
      return false;
    }
  }
}
