package dev.awa.correctness;

import dev.awa.correctness.trace.Trace;
import dev.awa.lab.Arguments;
import dev.awa.lab.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Checks the models: each good configuration must hold, each broken one must violate the property
 * that it names. Prints a table; the exit code is 0 only when all came out as they say.
 */
@Command(
    name = "bin/models",
    sortOptions = false,
    description = "Checks the TLA+ models in correctness/models with TLC.")
public final class Models {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "A model (Claim), or a configuration (Claim.prune); all when there is none.")
  private List<String> names = List.of();

  @Option(
      names = "--short",
      description = "Leaves out the configurations that take more than some seconds.")
  private boolean isShort;

  @Option(
      names = "--traces",
      paramLabel = "N",
      description =
          "Instead records so many runs of the engine, and replays each in the model Claim, and"
              + " three forgeries of it, which the model must refuse.")
  private int traces;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the first run that is recorded; of the clock by default.")
  private long seed = System.nanoTime();

  @Option(names = "--list", description = "Only lists them.")
  private boolean list;

  Models() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    Path folder = Path.of(System.getProperty("awa.correctness", "correctness"));
    System.exit(new Arguments<>(new Models(), List.of()).readOrExit(arguments).run(folder));
  }

  private int run(Path folder) throws Exception {
    if (traces > 0) {
      return replay(folder) ? 0 : 1;
    }
    List<Configuration> all = Configuration.in(folder.resolve("models"));
    for (String name : names) {
      if (all.stream().noneMatch(c -> isCalled(c, name))) {
        System.err.println(
            "bin/models: "
                + "unknown model "
                + name
                + Names.nearest(name, known(all))
                + "; see bin/models --list");
        return 2;
      }
    }
    List<Configuration> chosen =
        all.stream()
            .filter(c -> names.isEmpty() || names.stream().anyMatch(name -> isCalled(c, name)))
            .filter(c -> !isShort || !c.isLong())
            .toList();
    if (list) {
      chosen.forEach(c -> System.out.printf("%-34s %s%n", c.name(), c.about()));
      return 0;
    }
    Checker checker =
        new Checker(folder.resolve("models"), folder.resolve("target/models"), PATIENCE);
    return check(checker, chosen) ? 0 : 1;
  }

  private boolean replay(Path folder) throws Exception {
    boolean good = true;
    try (Traces recorder = new Traces(folder, PATIENCE)) {
      for (long one = seed; one < seed + traces; one++) {
        Trace trace = recorder.record(one);
        System.out.printf(
            "seed %d: %d runs, %d calls; %d rotated, %d pruned, %d carried%n",
            one,
            trace.runs(),
            trace.calls(),
            trace.done("rotate"),
            trace.done("prune"),
            trace.done("carry"));
        for (Finding found : recorder.judge(trace, one)) {
          System.out.println(line(found));
          good &= found.isExpected();
        }
      }
    }
    return good;
  }

  private static List<String> known(List<Configuration> all) {
    return all.stream().flatMap(c -> Stream.of(c.model(), c.name())).distinct().toList();
  }

  private static boolean isCalled(Configuration configuration, String name) {
    return configuration.model().equals(name) || configuration.name().equals(name);
  }

  private static boolean check(Checker checker, List<Configuration> chosen)
      throws IOException, InterruptedException {
    System.out.printf(
        "%-34s %-26s %10s %10s %5s %6s%n", "model", "", "generated", "distinct", "depth", "s");
    List<Finding> unexpected = new ArrayList<>();
    try (Checks checks = new Checks(checker, chosen)) {
      for (Configuration configuration : chosen) {
        Finding found = checks.of(configuration);
        System.out.println(line(found));
        if (!found.isExpected()) {
          unexpected.add(found);
        }
      }
    }
    for (Finding found : unexpected) {
      System.out.printf(
          "%n%s was to %s, and %s: see %s%n",
          found.configuration().name(),
          found.configuration().breaks().map(p -> "violate " + p).orElse("hold"),
          found.verdict(),
          checker.log(found.configuration()));
    }
    System.out.printf("%n%d of %d as expected%n", chosen.size() - unexpected.size(), chosen.size());
    return unexpected.isEmpty();
  }

  private static String line(Finding found) {
    return String.format(
        Locale.ROOT,
        "%-34s %-26s %10d %10d %5d %6.1f%s",
        found.configuration().name(),
        found.verdict(),
        found.generated(),
        found.distinct(),
        found.depth(),
        found.took().toMillis() / 1000.0,
        found.isExpected() ? "" : "  NOT EXPECTED");
  }
}
