package dev.awa.admin.http;

import dev.awa.admin.Units;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the library says of a value that a request had, in the words of the API. */
final class ApiWords {
  private static final Pattern OF_DATABASE =
      Pattern.compile("(?s)^could not [^:]*: (.*) \\(SQLSTATE AW001\\)$");
  private static final Pattern FIELD = Pattern.compile("^[a-z]+(?:[A-Z][a-z]+)+(?=[:.\\[])");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern SPAN = Pattern.compile("(?<=got )PT[0-9HMS.]+$");

  private ApiWords() {}

  /** A parameter is called as the request has it: {@code run_at}; a time as people write it. */
  static String of(String message) {
    String words = OF_DATABASE.matcher(message).replaceFirst("$1");
    words = FIELD.matcher(words).replaceFirst(ApiWords::parameter);
    return SPAN.matcher(words).replaceFirst(ApiWords::span);
  }

  private static String parameter(MatchResult field) {
    return CAPITAL
        .matcher(field.group())
        .replaceAll(capital -> "_" + capital.group().toLowerCase(Locale.ROOT));
  }

  private static String span(MatchResult iso) {
    try {
      return Units.words(Duration.parse(iso.group()));
    } catch (DateTimeParseException e) {
      return Matcher.quoteReplacement(iso.group());
    }
  }
}
