package dev.awa.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of the text of a filter. */
final class FilterWords {
  /** Up to white space outside of quotes. */
  private static final Pattern TERM =
      Pattern.compile("(?:[^\\s\"]|\"(?:[^\"\\\\]|\\\\.)*+\"?)++", Pattern.DOTALL);

  private static final Pattern PLAIN = Pattern.compile("[^\\s\":\\\\]+");

  private FilterWords() {}

  /** A value as it stands in a filter. */
  static String quoted(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** A value as it was typed, perhaps not to its end, without its quotes. */
  static String plain(String typed) {
    return typed.startsWith("\"")
        ? typed.replaceAll("^\"|(?<!\\\\)\"$", "").replaceAll("\\\\(.)", "$1")
        : typed;
  }

  /** The conditions of a text. */
  static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    Matcher matcher = TERM.matcher(text);
    while (matcher.find()) {
      terms.add(matcher.group());
    }
    return terms;
  }
}
