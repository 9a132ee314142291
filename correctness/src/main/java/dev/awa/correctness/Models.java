package dev.awa.correctness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks the models: each good configuration must hold, each broken one must violate the property
 * that it names. Prints a table; the exit code is 0 only when all came out as they say.
 */
public final class Models {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final String USAGE =
      """
      usage: bin/models [--short] [--list] [NAME...]

      Checks the TLA+ models in correctness/models with TLC.
        NAME     a model (Claim), or a configuration (Claim.prune); all when there is none
        --short  leaves out the configurations that take more than some seconds
        --list   only lists them
      """;

  private Models() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    List<String> options = List.of(arguments).stream().filter(a -> a.startsWith("-")).toList();
    List<String> names = List.of(arguments).stream().filter(a -> !a.startsWith("-")).toList();
    if (options.contains("--help") || options.contains("-h")) {
      System.out.print(USAGE);
      return;
    }
    Path folder = Path.of(System.getProperty("awa.correctness", "correctness"));
    List<Configuration> chosen = chosen(folder, options, names);
    if (chosen.isEmpty() || !List.of("--short", "--list").containsAll(options)) {
      System.err.print("models: nothing is called " + List.of(arguments) + "\n\n" + USAGE);
      System.exit(2);
    }
    if (options.contains("--list")) {
      chosen.forEach(c -> System.out.printf("%-34s %s%n", c.name(), c.about()));
      return;
    }
    System.exit(
        check(
                new Checker(folder.resolve("models"), folder.resolve("target/models"), PATIENCE),
                chosen)
            ? 0
            : 1);
  }

  /** Every name must be one of a model or a configuration, else nothing is chosen. */
  private static List<Configuration> chosen(Path folder, List<String> options, List<String> names)
      throws IOException {
    List<Configuration> all = Configuration.in(folder.resolve("models"));
    for (String name : names) {
      if (all.stream().noneMatch(c -> isCalled(c, name))) {
        return List.of();
      }
    }
    return all.stream()
        .filter(c -> names.isEmpty() || names.stream().anyMatch(name -> isCalled(c, name)))
        .filter(c -> !options.contains("--short") || !c.isLong())
        .toList();
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
