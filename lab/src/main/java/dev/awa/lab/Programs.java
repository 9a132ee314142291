package dev.awa.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** Finds and runs programs of this machine. */
public final class Programs {
  private static final String[] PLACES = {
    "/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"
  };

  private Programs() {}

  /**
   * Where a program lies, on the {@code PATH} or where systems install such; empty when it is not
   * installed. {@code -Dlab.<name>=...} names another.
   */
  public static Optional<Path> find(String name) {
    String named = System.getProperty("lab." + name);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Pattern.compile(File.pathSeparator).splitAsStream(path), Stream.of(PLACES))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The command line of a program that refuses to run as root. */
  public static List<String> asUser(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  /** Runs a program that refuses to run as root, and waits for its end. */
  public static void runAsUser(Path program, List<String> arguments) throws IOException {
    runAsUser(program, arguments, Map.of());
  }

  /** The same with more variables in its environment. */
  public static void runAsUser(Path program, List<String> arguments, Map<String, String> variables)
      throws IOException {
    run(asUser(program, arguments), variables);
  }

  /** Runs a command, waits for its end, and fails with what it says when it fails. */
  public static void run(List<String> command) throws IOException {
    run(command, Map.of());
  }

  private static void run(List<String> command, Map<String, String> variables) throws IOException {
    Path log = Files.createTempFile("lab-", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(variables);
      Process process = builder.start();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ":\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      FileUtils.deleteQuietly(log.toFile()); // a server may have it open
    }
  }
}
