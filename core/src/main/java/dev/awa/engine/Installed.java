package dev.awa.engine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of what is installed again whenever it has changed: server functions, views and
 * triggers, as {@code installed.txt} lists them.
 */
final class Installed {
  /**
   * Functions that are called from outside lie in one folder of their family, others in another.
   */
  private static final Pattern FUNCTION =
      Pattern.compile("[a-z_]+/(?:functions|helpers)/(\\w+)\\.sql");

  private Installed() {}

  /** All files, in an order in which each finds what it needs. */
  static List<String> files() {
    return Sql.lines("installed.txt").stream().filter(line -> !line.startsWith("#")).toList();
  }

  /** The name of every server function. */
  static List<String> functions() {
    return files().stream()
        .map(FUNCTION::matcher)
        .filter(Matcher::matches)
        .map(function -> function.group(1))
        .toList();
  }
}
