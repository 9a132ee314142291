package dev.awa.admin.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command within the words that say what mends something. Names within it are chosen by others,
 * and stand in quotes unless they are plain: nothing that is within quotes begins a command.
 */
final class Remedy {
  /** Before a command: nothing, or words without quotes, with a colon at their end. */
  private static final String BEFORE = "^(?:[^'\"]*?: )?";

  /** Up to a semicolon that is not within quotes. */
  private static final String STATEMENT =
      "[A-Z]{4,} (?:[^;'\"\\p{Cc}]|'[^'\\p{Cc}]*+'|\"[^\"\\p{Cc}]*+\")*+;";

  /** Statements, each with its semicolon, to the end: {@code ...; or: SELECT ...;}. */
  private static final Pattern SQL =
      Pattern.compile(BEFORE + "(" + STATEMENT + "(?: " + STATEMENT + ")*)$");

  /** One of {@code awa}; what means something to a shell stands in single quotes. */
  private static final Pattern AWA =
      Pattern.compile(BEFORE + "(awa [a-z](?:[A-Za-z0-9 ._=/-]|'[^'\\p{Cc}]*+')*+)$");

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
