package dev.awa.correctness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tlc2.TLC;

/** Runs TLC on a configuration, in a process of its own: TLC keeps its state in static fields. */
final class Checker {
  private final Path models;
  private final Path logs;
  private final Duration patience;
  private final Children children = Children.untilExit();

  /**
   * @param models the folder of the models
   * @param logs where the output of TLC goes, a file a configuration
   * @param patience how long one configuration may take
   */
  Checker(Path models, Path logs, Duration patience) {
    this.models = models;
    this.logs = logs.toAbsolutePath();
    this.patience = patience;
  }

  Finding check(Configuration configuration) throws IOException, InterruptedException {
    Files.createDirectories(logs);
    Path states = Files.createTempDirectory(logs, "states");
    long begun = System.nanoTime();
    try {
      int exit = run(configuration, states);
      return Finding.of(
          configuration,
          Files.readString(configuration.file()),
          exit,
          Files.readString(log(configuration)),
          Duration.ofNanos(System.nanoTime() - begun));
    } finally {
      delete(states);
    }
  }

  /** What TLC said, with the steps that lead to a violation. */
  Path log(Configuration configuration) {
    return logs.resolve(configuration.name() + ".log");
  }

  private int run(Configuration configuration, Path states)
      throws IOException, InterruptedException {
    Process tlc =
        children.start(
            new ProcessBuilder(command(configuration, states))
                .directory(models.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(configuration).toFile()));
    try {
      if (tlc.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return tlc.exitValue();
      }
      throw new IOException(
          configuration.name() + " takes longer than " + patience.toSeconds() + " s");
    } finally {
      children.end(tlc);
    }
  }

  private List<String> command(Configuration configuration, Path states) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm(configuration));
    // TLC unpacks its standard modules there, and two at once would get in each other's way
    command.add("-Djava.io.tmpdir=" + states);
    command.addAll(List.of("-cp", tools(), "tlc2.TLC"));
    command.addAll(List.of("-workers", "1", "-fp", "0", "-nowarning"));
    command.addAll(List.of("-metadir", states.toString()));
    command.addAll(List.of("-config", configuration.name() + ".cfg"));
    command.add(configuration.model() + ".tla");
    return command;
  }

  /**
   * A short check is mostly the start of the JVM: classes come from an archive, the quick compiler.
   */
  private List<String> jvm(Configuration configuration) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + logs.resolve("tlc-" + Runtime.version() + ".jsa"),
                "-Xlog:disable"));
    if (!configuration.isLong()) {
      options.add("-XX:TieredStopAtLevel=1");
    }
    return options;
  }

  /** The jar that TLC comes in, and nothing else: an archive of classes takes no folders. */
  private static String tools() {
    return Path.of(
            URI.create(TLC.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
