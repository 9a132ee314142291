package dev.awa.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The driver for Node and its modules, installed once below the folder of build products. */
final class NodeModules {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "driver.mjs");
  private static final int LEAST_NODE = 20;
  private static final long PATIENCE_SECONDS = 180;

  private static @Nullable String missing; // why, empty when they are there, null when not tried

  private NodeModules() {}

  static Path folder() {
    return Path.of(System.getProperty("awa.bench.target", "bench/target"))
        .toAbsolutePath()
        .resolve("node");
  }

  /** Why they can't be used; tried once. */
  static synchronized Optional<String> missing() {
    if (missing == null) {
      missing = install().orElse("");
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }

  static String version(String module) {
    Path file = folder().resolve("node_modules").resolve(module).resolve("package.json");
    try {
      String version =
          JsonMapper.shared().readTree(Files.readString(file)).get("version").asString();
      return version + " on Node " + run("node", "--version");
    } catch (IOException | InterruptedException e) {
      return "not installed";
    }
  }

  private static Optional<String> install() {
    try {
      String node = run("node", "--version");
      if (Integer.parseInt(node.substring(1, node.indexOf('.'))) < LEAST_NODE) {
        return Optional.of("needs Node " + LEAST_NODE + " or newer, found " + node);
      }
      if (copyFiles() || !Files.exists(folder().resolve("node_modules"))) {
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("Node modules can't be installed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Answers whether the list of modules is another one than before. */
  private static boolean copyFiles() throws IOException {
    Files.createDirectories(folder());
    boolean changed = false;
    for (String name : FILES) {
      Path file = folder().resolve(name);
      try (InputStream resource = NodeModules.class.getResourceAsStream("node/" + name)) {
        byte[] wanted = resource.readAllBytes();
        boolean same =
            Files.exists(file) && java.util.Arrays.equals(wanted, Files.readAllBytes(file));
        changed |= !same && name.startsWith("package");
        Files.copy(
            new java.io.ByteArrayInputStream(wanted), file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return changed;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Files.createDirectories(folder());
    Path output = Files.createTempFile(folder(), "out", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command[0] + " takes longer than " + PATIENCE_SECONDS + " s");
      }
      String text = Files.readString(output).strip();
      if (process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + text);
      }
      return text;
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
