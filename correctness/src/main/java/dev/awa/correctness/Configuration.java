package dev.awa.correctness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One instance of a model: a file {@code Model.what.cfg} whose first line says what must come out.
 * {@code \* Holds. ...}: every property of it holds. {@code \* Breaks NoLoss. ...}: the rule named
 * by the file is left out, and that must violate this property and no other. {@code Long.} after it
 * marks what takes more than some seconds.
 *
 * @param breaks the property that must be violated; empty when all must hold
 * @param isLong whether the short form leaves it out
 */
record Configuration(Path file, Optional<String> breaks, boolean isLong, String about) {
  private static final Pattern FIRST_LINE =
      Pattern.compile("\\\\\\* (?:Holds|Breaks (\\w+))\\. (Long\\. )?(\\S.*)");

  /** The configurations of a folder, in the order of their names. */
  static List<Configuration> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".cfg")).sorted().toList();
      return found.stream().map(Configuration::of).toList();
    }
  }

  /** One configuration by its name. */
  static Configuration in(Path folder, String name) {
    return of(folder.resolve(name + ".cfg"));
  }

  private static Configuration of(Path file) {
    String first = firstLine(file);
    Matcher line = FIRST_LINE.matcher(first);
    if (!line.matches()) {
      throw new IllegalArgumentException(
          file.getFileName()
              + ": the first line must be \"\\* Holds. What it is.\" or"
              + " \"\\* Breaks Property. What is left out.\", got \""
              + first
              + "\"");
    }
    return new Configuration(
        file, Optional.ofNullable(line.group(1)), line.group(2) != null, line.group(3));
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new IllegalStateException("can't read " + file, e);
    }
  }

  /** {@code Claim.prune}. */
  String name() {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".cfg".length());
  }

  /** {@code Claim}. */
  String model() {
    return name().substring(0, name().indexOf('.'));
  }
}
