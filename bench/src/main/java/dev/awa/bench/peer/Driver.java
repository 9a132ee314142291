package dev.awa.bench.peer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs queues of another language. Its sources are resources; they are copied below
 * the folder of build products, and built there with what they name when they are other than those
 * that were built last.
 */
final class Driver {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration TO_ANSWER = Duration.ofSeconds(30);
  private static final String STAMP = "built";

  private final String language;
  private final List<String> sources;
  private final Tool tool;
  private final Recipe recipe;
  private final Pin pin;
  private @Nullable String missing; // why, empty when it is built, null when not tried
  private String found = "";

  /** What must be there: asked for its version, it says at least this one. */
  record Tool(String name, List<String> asked, int major, int minor) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(\\.\\d+)*");

    /** Its version, from what it answered. */
    String version(String answer) throws IOException {
      Matcher version = VERSION.matcher(answer);
      if (!version.find()) {
        throw new IOException(name + " does not tell its version: " + answer);
      }
      int foundMajor = Integer.parseInt(version.group(1));
      int foundMinor = Integer.parseInt(version.group(2));
      if (foundMajor < major || (foundMajor == major && foundMinor < minor)) {
        throw new IOException(
            "needs " + name + " " + major + "." + minor + " or newer, found " + version.group());
      }
      return version.group();
    }
  }

  /** The commands that build it and the one that starts it, in its folder. */
  record Recipe(List<List<String>> build, List<String> start) {}

  /** The source that names exact versions, and the pattern of one, with a place for the library. */
  record Pin(String source, String pattern) {}

  /** A driver of this language, which is also the name of its folder. */
  Driver(String language, List<String> sources, Tool tool, Recipe recipe, Pin pin) {
    this.language = language;
    this.sources = List.copyOf(sources);
    this.tool = tool;
    this.recipe = recipe;
    this.pin = pin;
  }

  Path folder() {
    return Path.of(System.getProperty("awa.bench.target", "bench/target"))
        .toAbsolutePath()
        .resolve(language);
  }

  /** Why it can't be used; it is built at the first call. */
  synchronized Optional<String> missing() {
    if (missing == null) {
      missing = build().orElse("");
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }

  /** The exact version of a library that it is built with, and of the language. */
  synchronized String version(String library) {
    Pattern pattern = Pattern.compile(pin.pattern().formatted(Pattern.quote(library)));
    Matcher version = pattern.matcher(new String(source(pin.source()), StandardCharsets.UTF_8));
    if (!version.find()) {
      throw new IllegalStateException(
          language + "/" + pin.source() + " names no version of " + library);
    }
    return version.group(1) + " on " + tool.name() + " " + found;
  }

  /** The command that starts it, with arguments. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(inFolder(recipe.start()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program that was built is called by its whole path. */
  private List<String> inFolder(List<String> words) {
    if (!words.getFirst().contains("/")) {
      return words;
    }
    List<String> whole = new ArrayList<>(words);
    whole.set(0, folder().resolve(words.getFirst()).normalize().toString());
    return whole;
  }

  private Optional<String> build() {
    try {
      Files.createDirectories(folder());
      found = tool.version(new Command(folder(), tool.asked()).run(TO_ANSWER));
      buildIfChanged();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("its driver can't be built: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private void buildIfChanged() throws IOException, InterruptedException {
    Path stamp = folder().resolve(STAMP);
    String wanted = digest();
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
      return;
    }
    Files.deleteIfExists(stamp);
    System.out.println("building the driver for " + tool.name() + " (once)");
    for (String name : sources) {
      Path file = folder().resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, source(name));
    }
    for (List<String> words : recipe.build()) {
      new Command(folder(), inFolder(words)).run(PATIENCE);
    }
    Files.writeString(stamp, wanted);
  }

  /** Tells apart what would be built; the version of the tool and the place belong to it. */
  private String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((recipe + found + folder()).getBytes(StandardCharsets.UTF_8));
      for (String name : sources) {
        digest.update(source(name));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private byte[] source(String name) {
    String path = language + "/" + name;
    try (InputStream resource = Driver.class.getResourceAsStream(path)) {
      if (resource == null) {
        throw new FileNotFoundException(path);
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the source " + path, e);
    }
  }
}
