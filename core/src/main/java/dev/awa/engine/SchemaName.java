package dev.awa.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the schema in SQL text. Files are written for {@code awa}; the name takes its place
 * wherever something is qualified with {@code awa.}, quoted as the place demands: as it is, within
 * a literal, or within the format string of a literal, where {@code awa.%} stands.
 */
final class SchemaName {
  private static final Pattern TOKEN =
      Pattern.compile("(?<comment>--[^\\n]*)|(?<quote>')|\\bawa\\.(?=(?<format>%)|[a-z_])");

  private final String identifier;

  private SchemaName(String name) {
    this.identifier = quoted(name);
  }

  static SchemaName of(String name) {
    return new SchemaName(name);
  }

  /** A name as an SQL identifier, whatever characters it has. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The text with this schema in the place of {@code awa}. */
  String in(String sql) {
    Matcher token = TOKEN.matcher(sql);
    StringBuilder text = new StringBuilder(sql.length() + 256);
    boolean inLiteral = false;
    while (token.find()) {
      if (token.group("quote") != null) {
        inLiteral = !inLiteral;
      }
      token.appendReplacement(text, Matcher.quoteReplacement(replacement(token, inLiteral)));
    }
    return token.appendTail(text).toString();
  }

  private String replacement(Matcher token, boolean inLiteral) {
    if (token.group("comment") != null || token.group("quote") != null) {
      return token.group();
    }
    String name = inLiteral ? identifier.replace("'", "''") : identifier;
    return (token.group("format") == null ? name : name.replace("%", "%%")) + '.';
  }
}
