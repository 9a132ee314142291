package dev.awa.engine;

import java.nio.charset.StandardCharsets;
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

  /** Ends the dollar quotes that functions and migrations are written in. */
  private static final Pattern QUOTE_END =
      Pattern.compile("\\$(function|partitions|migration|roles)\\$");

  /** Certainly no key word. */
  private static final Pattern PLAIN = Pattern.compile("awa(_[a-z0-9_]*)?");

  private final String identifier;

  private SchemaName(String name) {
    this.identifier = quoted(name);
  }

  /**
   * The name of a schema.
   *
   * @throws IllegalArgumentException when it is empty, longer than the 63 bytes that PostgreSQL
   *     keeps of a name, or holds what would end the quotes of a function's text
   */
  static SchemaName of(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > 63 || QUOTE_END.matcher(name).find() || name.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "schema: name must have 1 to 63 bytes, and no NUL, $function$, $partitions$, $migration$"
              + " or $roles$, got \""
              + name
              + '"');
    }
    return new SchemaName(name);
  }

  /** A name as an SQL identifier, whatever characters it has. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name as people would write it: quoted only where it has to be. */
  static String plain(String name) {
    return PLAIN.matcher(name).matches() ? name : quoted(name);
  }

  /** A text as an SQL literal. */
  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
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
