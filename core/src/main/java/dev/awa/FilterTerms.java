package dev.awa;

import dev.awa.FilterText.Term;
import java.util.ArrayList;
import java.util.List;

/** Takes the text of a filter apart into its conditions, and writes parts of it. */
final class FilterTerms {
  private final String text;
  private int at;

  private FilterTerms(String text) {
    this.text = text;
  }

  static List<Term> of(String text) {
    FilterTerms terms = new FilterTerms(text);
    List<Term> all = new ArrayList<>();
    terms.skipSpace();
    while (terms.at < text.length()) {
      all.add(terms.next());
      terms.skipSpace();
    }
    return all;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Up to white space outside of quotes. */
  private Term next() {
    int begin = at;
    List<String> path = new ArrayList<>();
    path.add(part(begin, ".:"));
    while (at < text.length() && text.charAt(at) == '.') {
      at++;
      path.add(part(begin, ".:"));
    }
    String value = "";
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      value = part(begin, "");
    } else {
      String term = text.substring(begin, at);
      throw new InvalidFilterException(
          term, begin, "must be a name, a colon and a value (error:timeout, id:42)");
    }
    return new Term(begin, text.substring(begin, at), path, value);
  }

  /** Up to one of these characters or white space, outside of quotes; quotes are taken away. */
  private String part(int begin, String ends) {
    StringBuilder part = new StringBuilder();
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && ends.indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '"') {
        at++;
        quoted(begin, part);
      } else {
        part.append(text.charAt(at++));
      }
    }
    return part.toString();
  }

  private void quoted(int begin, StringBuilder part) {
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      part.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw new InvalidFilterException(text.substring(begin), begin, "a quote must be closed");
    }
    at++;
  }

  /** A condition on arguments as text. */
  static String text(ArgCondition condition) {
    StringBuilder text = new StringBuilder("args");
    condition.path().forEach(part -> text.append('.').append(quoted(part, ".:")));
    return text.append(':').append(quoted(condition.value(), "")).toString();
  }

  /** A text, in quotes where it needs them: where it has one of these characters, for instance. */
  static String quoted(String value, String ends) {
    boolean isPlain =
        value
            .chars()
            .noneMatch(
                c -> Character.isWhitespace(c) || c == '"' || c == '\\' || ends.indexOf(c) >= 0);
    return isPlain && !value.isEmpty()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
