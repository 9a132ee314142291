package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The two runs of these tests are with two versions of JUnit. */
final class JUnitTest {
  @Test
  void theVersionIsTheOneThatIsMeant() {
    boolean six = Integer.getInteger("awa.test.junit", 5) == 6;
    assertThat(ExtensionContext.Store.class.getMethods())
        .extracting(method -> method.getName())
        .as("computeIfAbsent is new in JUnit 6")
        .satisfies(names -> assertThat(names.contains("computeIfAbsent")).isEqualTo(six));
  }
}
