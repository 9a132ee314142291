package dev.awa.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The short configurations come out as they say. */
final class ModelsTest {
  private static final Path MODELS = Path.of("models");
  private static final Checker CHECKER =
      new Checker(MODELS, Path.of("target/models"), Duration.ofMinutes(5));

  @TestFactory
  Stream<DynamicTest> everyShortConfigurationComesOutAsItSays() throws IOException {
    return Configuration.in(MODELS).stream()
        .filter(configuration -> !configuration.isLong())
        .map(configuration ->
            DynamicTest.dynamicTest(configuration.name(), () -> comesOut(configuration)));
  }

  private static void comesOut(Configuration configuration) throws Exception {
    Finding found = CHECKER.check(configuration);
    assertThat(found.isExpected())
        .as("%s %s: see %s", configuration.name(), found.verdict(), CHECKER.log(configuration))
        .isTrue();
  }

  @Test
  void everyModelHasConfigurationsThatHoldAndSuchThatBreak() throws IOException {
    List<Configuration> all = Configuration.in(MODELS);
    assertThat(all.stream().map(Configuration::model)).contains("Claim");
    for (Configuration one : all) {
      assertThat(all.stream().filter(c -> c.model().equals(one.model())))
          .anyMatch(c -> c.breaks().isEmpty())
          .anyMatch(c -> c.breaks().isPresent());
    }
  }

  @Test
  void aModelThatCannotBeReadIsNoViolation() {
    Configuration broken = Configuration.in(MODELS, "Claim.cursor_by_id");
    Finding found = Finding.of(broken, "", 150, "***Parse Error***", Duration.ZERO);
    assertThat(found.isExpected()).isFalse();
    assertThat(found.verdict()).isEqualTo("failed");
  }

  @Test
  void anotherViolationThanTheExpectedOneIsNotGood() {
    Configuration broken = Configuration.in(MODELS, "Claim.cursor_by_id");
    String said =
        "Error: Invariant ClaimOnce is violated.\n10 states generated, 5 distinct states found";
    Finding found = Finding.of(broken, "", 12, said, Duration.ZERO);
    assertThat(found.isExpected()).isFalse();
    assertThat(found.violated()).contains("ClaimOnce");
  }
}
