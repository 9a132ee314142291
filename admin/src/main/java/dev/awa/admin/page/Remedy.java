package dev.awa.admin.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command within the words that say what mends something. */
final class Remedy {
  /** Statements, each with its semicolon, to the end: {@code ...; or: SELECT ...;}. */
  private static final Pattern SQL =
      Pattern.compile("(?:^|: )([A-Z]{4,} [^;\\p{Cc}]*;(?: [A-Z]{4,} [^;\\p{Cc}]*;)*)$");

  /** One of {@code awa}; of characters only that mean nothing to a shell. */
  private static final Pattern AWA = Pattern.compile("(?:^|: )(awa [a-z][A-Za-z0-9 ._=/-]*)$");

  private Remedy() {}

  /** The command to copy; null where there is none, or where it is not safe to paste. */
  static @Nullable String command(String words) {
    Matcher sql = SQL.matcher(words);
    if (sql.find()) {
      return sql.group(1);
    }
    Matcher awa = AWA.matcher(words);
    return awa.find() ? awa.group(1) : null;
  }
}
