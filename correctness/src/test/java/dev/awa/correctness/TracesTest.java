package dev.awa.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.correctness.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine does is a behaviour of the model Claim; what it never does is none. */
final class TracesTest {
  private static final int MOST_RUNS = 20;

  @Test
  void recordedRunsAreBehavioursOfTheModelAndForgedOnesAreNot() throws Exception {
    long seed = Long.getLong("awa.seed", System.nanoTime());
    System.out.println("seed: -Dawa.seed=" + seed);
    try (Traces traces = new Traces(Path.of(""), Duration.ofMinutes(10))) {
      Trace trace = traces.record(seed);
      for (int i = 1; i < MOST_RUNS && trace.prunedBeforeClosed().isEmpty(); i++) {
        trace = traces.record(seed + 10L * i);
      }
      assertThat(trace.done("rotate")).isPositive();
      List<Finding> findings = traces.judge(trace, seed);
      assertThat(findings).hasSize(4).allSatisfy(TracesTest::isExpected);
    }
  }

  private static void isExpected(Finding found) {
    assertThat(found.isExpected())
        .as("%s %s: see target/traces", found.configuration().name(), found.verdict())
        .isTrue();
  }
}
