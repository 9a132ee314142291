package dev.awa.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The short configurations come out as they say. */
@TestInstance(Lifecycle.PER_CLASS)
final class ModelsTest {
  private static final Path MODELS = Path.of("models");
  private static final Checker CHECKER =
      new Checker(MODELS, Path.of("target/models"), Duration.ofMinutes(5));

  private final List<Configuration> shortOnes;
  private final Checks checks;

  ModelsTest() throws IOException {
    shortOnes = Configuration.in(MODELS).stream().filter(one -> !one.isLong()).toList();
    checks = new Checks(CHECKER, shortOnes);
  }

  @AfterAll
  void end() {
    checks.close();
  }

  @TestFactory
  Stream<DynamicTest> everyShortConfigurationComesOutAsItSays() {
    return shortOnes.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> comesOut(one)));
  }

  private void comesOut(Configuration configuration) throws Exception {
    Finding found = checks.of(configuration);
    assertThat(found.isExpected())
        .as("%s %s: see %s", configuration.name(), found.verdict(), CHECKER.log(configuration))
        .isTrue();
  }

  @Test
  void everyModelHasConfigurationsThatHoldAndSuchThatBreak() throws IOException {
    List<Configuration> all = Configuration.in(MODELS);
    assertThat(all.stream().map(Configuration::model))
        .contains("Claim", "Epoch", "Fence", "Locks", "Wake");
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
