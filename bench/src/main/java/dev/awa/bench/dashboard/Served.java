package dev.awa.bench.dashboard;

import dev.awa.bench.lab.Jvm;
import dev.awa.cli.Main;
import dev.awa.lab.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code awa serve} in a process of its own. */
final class Served implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("dashboard (http://\\S+?)/\\s");

  private final Process process;
  private final Path log;
  private final String origin;

  Served(String url) throws IOException {
    log = Files.createTempFile("awa-serve", ".log");
    List<String> words = new ArrayList<>(Jvm.command(Main.class, List.of("-Xmx512m")));
    words.addAll(List.of("serve", "--no-login", "--port", "0", "--database-url", url));
    process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Eventually.holds("awa serve listens", () -> address().isPresent());
    origin = address().orElseThrow();
  }

  private Optional<String> address() throws IOException {
    Matcher address = ADDRESS.matcher(Files.readString(log));
    return address.find() ? Optional.of(address.group(1)) : Optional.empty();
  }

  String origin() {
    return origin;
  }

  /** CPU time that it has used. */
  Duration used() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.delete(log);
  }
}
