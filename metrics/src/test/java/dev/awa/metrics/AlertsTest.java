package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The alert rules by Prometheus itself: {@code promtool}, of Debian's package prometheus. */
final class AlertsTest {
  private static final Path ALERTS = Path.of("alerts");

  @Test
  void prometheusTakesTheRules() throws Exception {
    promtool("check", "rules", "awa.rules.yml");
  }

  @Test
  void eachRuleFiresWhenItShouldAndOnlyThen() throws Exception {
    promtool("test", "rules", "awa.rules.test.yml");
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    Optional<Path> tool = tool();
    assumeTrue(tool.isPresent(), "promtool is not installed (Debian: apt install prometheus)");
    String[] command = new String[arguments.length + 1];
    command[0] = tool.orElseThrow().toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(ALERTS.toFile()).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
  }

  private static Optional<Path> tool() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(path -> path.toFile().canExecute())
        .findFirst();
  }
}
