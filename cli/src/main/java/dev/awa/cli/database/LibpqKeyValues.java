package dev.awa.cli.database;

import dev.awa.cli.terminal.UsageFailure;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code key = value key='quoted value'} as libpq does: white space around the equals sign is
 * no matter, a backslash takes the next character as it is, and an unquoted value ends at white
 * space.
 */
final class LibpqKeyValues {
  private final String text;
  private int at;

  private LibpqKeyValues(String text) {
    this.text = text;
  }

  /** The parameters that a connection string names; of those named twice the last counts. */
  static Map<String, String> settings(String text) {
    return new LibpqKeyValues(text).read();
  }

  private Map<String, String> read() {
    Map<String, String> settings = new LinkedHashMap<>();
    skipSpace();
    while (at < text.length()) {
      String key = key();
      skipSpace();
      if (at == text.length() || text.charAt(at) != '=') {
        throw new UsageFailure(
            "database URL: expected key=value pairs, found something else before character " + at);
      }
      at++;
      skipSpace();
      settings.put(key, at < text.length() && text.charAt(at) == '\'' ? quoted() : bare());
      skipSpace();
    }
    return settings;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String key() {
    int from = at;
    while (at < text.length()
        && text.charAt(at) != '='
        && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '\''; at++) {
      value.append(unescaped());
    }
    if (at == text.length()) {
      throw new UsageFailure("database URL: a quoted value has no end");
    }
    at++;
    return value.toString();
  }

  private String bare() {
    StringBuilder value = new StringBuilder();
    for (; at < text.length() && !Character.isWhitespace(text.charAt(at)); at++) {
      value.append(unescaped());
    }
    return value.toString();
  }

  private char unescaped() {
    if (text.charAt(at) == '\\' && at + 1 < text.length()) {
      at++;
    }
    return text.charAt(at);
  }
}
