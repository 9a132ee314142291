package dev.awa.admin.doctor;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as a command takes them: they are chosen by others, and may have any characters. */
final class Quoted {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern SHELL = Pattern.compile("[A-Za-z0-9_./=:-]+");
  private static final Pattern FILTER = Pattern.compile("[^\\s\":\\\\]+");

  /** What PostgreSQL reserves: a role or a schema of this name must be quoted. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
               + " check collate collation column concurrently constraint create cross"
               + " current_catalog current_date current_role current_schema current_time"
               + " current_timestamp current_user default deferrable desc distinct do else end"
               + " except false fetch for foreign freeze from full grant group having ilike in"
               + " initially inner intersect into is isnull join lateral leading left like limit"
               + " localtime localtimestamp natural none not notnull null offset on only or order"
               + " outer overlaps placing primary public references returning right select"
               + " session_user similar some symmetric system_user table tablesample then to"
               + " trailing true union unique user using variadic verbose when where window with")
              .split(" "));

  private Quoted() {}

  /** The name of a role, a schema, a table or an index. */
  static String identifier(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The name of a setting; one of an extension has a dot. */
  static String setting(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .map(Quoted::identifier)
        .collect(Collectors.joining("."));
  }

  /** A text. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A word of a command line. */
  static String word(String text) {
    return SHELL.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A condition of a filter as a word of a command line: {@code kind:send_receipt}. */
  static String condition(String name, String value) {
    boolean isPlain = FILTER.matcher(value).matches();
    return word(
        name
            + ":"
            + (isPlain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'));
  }
}
