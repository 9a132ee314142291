package dev.awa.metrics;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The alert rules by Prometheus itself: {@code promtool}, of Debian's package prometheus. */
final class AlertsTest {
  private static final Path ALERTS = Path.of("alerts");

  @Test
  void prometheusTakesTheRules() throws Exception {
    Tool.promtool(ALERTS).succeed("check", "rules", "awa.rules.yml");
  }

  @Test
  void eachRuleFiresWhenItShouldAndOnlyThen() throws Exception {
    Tool.promtool(ALERTS).succeed("test", "rules", "awa.rules.test.yml");
  }
}
