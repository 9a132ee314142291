package dev.awa.cli.terminal;

import java.util.regex.Pattern;

/**
 * Keeps passwords out of what is printed. An option that is mistyped is told with its value, and
 * the value may be the URL of a database.
 */
public final class Secrets {
  /** {@code user:password@} of a URL, up to the last @ before the path. */
  private static final Pattern OF_A_URL = Pattern.compile("(://[^\\s:/@'\"]*:)[^\\s/'\"]*(?=@)");

  /** {@code password=...} of a URL, and of key=value pairs. */
  private static final Pattern OF_A_PAIR =
      Pattern.compile("(?i)(password\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'|[^\\s&'\"]+)");

  private Secrets() {}

  /** The same text with *** where a password was. */
  public static String hiddenIn(String text) {
    return OF_A_PAIR.matcher(OF_A_URL.matcher(text).replaceAll("$1***")).replaceAll("$1***");
  }
}
