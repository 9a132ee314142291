package dev.awa.engine;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The comments at the heads of functions, views, tables, sequences and types, as the database keeps
 * them: {@code \df+ awa.*} in psql shows what stands in the file.
 */
final class Headers {
  /** Comment lines, and right below them what they are about, its schema quoted already. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?m)((?:^--.*\\n)+)^CREATE (?:OR REPLACE )?(?:UNLOGGED )?"
              + "(FUNCTION|VIEW|TABLE|SEQUENCE|TYPE) (\"(?:[^\"]|\"\")+\"\\.\\w+)");

  private static final Pattern MARK = Pattern.compile("(?m)^-- ?");

  /** A name of the schema, and not of the Java package. */
  private static final Pattern QUALIFIED = Pattern.compile("(?<![.\\w])awa\\.(?=[a-z_])");

  private Headers() {}

  /** The statements that comment on what a script for this schema creates. */
  static String comments(String schema, String script) {
    String space = Matcher.quoteReplacement(SchemaName.plain(schema) + '.');
    return HEADER
        .matcher(script)
        .results()
        .map(header -> comment(header, space))
        .collect(Collectors.joining());
  }

  private static String comment(MatchResult header, String space) {
    String text = MARK.matcher(header.group(1)).replaceAll("").strip();
    return "COMMENT ON "
        + header.group(2)
        + ' '
        + header.group(3)
        + " IS "
        + SchemaName.literal(QUALIFIED.matcher(text).replaceAll(space))
        + ";\n";
  }
}
