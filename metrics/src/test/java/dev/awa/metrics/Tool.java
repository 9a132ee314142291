package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command that is not of the JDK: a test that needs one is left out where there is none. */
final class Tool {
  private final Path command;
  private final Path folder;
  private final Map<String, String> environment;

  private Tool(Path command, Path folder, Map<String, String> environment) {
    this.command = command;
    this.folder = folder;
    this.environment = environment;
  }

  /** What an ended command told. */
  record Ended(int status, String told) {}

  /**
   * The command on the PATH, to be run in a folder.
   *
   * @param toHave how to get it
   */
  static Tool named(String name, String toHave, Path folder, Map<String, String> environment) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(place -> Path.of(place, name))
            .filter(path -> path.toFile().canExecute())
            .findFirst();
    assumeTrue(found.isPresent(), name + " is not installed (" + toHave + ")");
    return new Tool(found.orElseThrow(), folder, environment);
  }

  /** Prometheus's own reader of rules and expressions. */
  static Tool promtool(Path folder) {
    return named("promtool", "Debian: apt install prometheus", folder, Map.of());
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addFirst(command.toString());
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), told);
  }

  /** Runs it; it must succeed. */
  void succeed(String... arguments) throws IOException, InterruptedException {
    Ended ended = run(arguments);
    assertThat(ended.status()).as(ended.told()).isZero();
  }
}
