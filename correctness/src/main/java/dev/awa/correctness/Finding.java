package dev.awa.correctness;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What TLC found out about a configuration.
 *
 * @param complete whether every state was looked at and every property holds
 * @param violated the property that does not hold; empty too when TLC failed in another way
 * @param generated states generated, 0 when TLC did not say
 * @param distinct different ones among them
 * @param depth steps of the longest shortest way to a state, 0 when TLC did not say
 */
record Finding(
    Configuration configuration,
    boolean complete,
    Optional<String> violated,
    long generated,
    long distinct,
    long depth,
    Duration took) {
  private static final Pattern INVARIANT = Pattern.compile("Error: Invariant (\\w+) is violated");
  private static final Pattern PROPERTY = Pattern.compile("(?m)^PROPERTY (\\w+)$");
  private static final Pattern STATES =
      Pattern.compile("(?m)^(\\d+) states generated, (\\d+) distinct states found");
  private static final Pattern DEPTH =
      Pattern.compile("depth of the complete state graph search is (\\d+)");

  /** TLC's exit codes: all is well, an invariant is violated, a temporal property is. */
  private static final int GOOD = 0;

  private static final int UNSAFE = 12;
  private static final int NOT_LIVE = 13;

  /** Reads the answer of TLC. A temporal property is not named in it: a configuration has one. */
  static Finding of(
      Configuration configuration, String text, int exit, String said, Duration took) {
    Optional<String> violated =
        switch (exit) {
          case UNSAFE -> first(INVARIANT, said);
          case NOT_LIVE ->
              said.contains("Error: Temporal properties were violated.")
                  ? first(PROPERTY, text)
                  : Optional.empty();
          default -> Optional.empty();
        };
    boolean complete =
        exit == GOOD && said.contains("Model checking completed. No error has been found.");
    return new Finding(
        configuration,
        complete,
        violated,
        number(STATES, 1, said),
        number(STATES, 2, said),
        number(DEPTH, 1, said),
        took);
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** The number of the last occurrence: the earlier ones are of reports on the way. */
  private static long number(Pattern pattern, int group, String text) {
    return pattern
        .matcher(text)
        .results()
        .reduce((earlier, later) -> later)
        .map(found -> Long.parseLong(found.group(group)))
        .orElse(0L);
  }

  /** Whether it came out as the configuration says. */
  boolean isExpected() {
    return configuration.breaks().isPresent()
        ? configuration.breaks().equals(violated)
        : complete && distinct > 0;
  }

  /** In a few words. */
  String verdict() {
    if (complete) {
      return "holds";
    }
    return violated.map(property -> "violates " + property).orElse("failed");
  }
}
