package dev.awa.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is, as people write it: a JDBC URL, a libpq URI ({@code
 * postgres://user:password@host:port/name}) or a libpq connection string ({@code host=...
 * dbname=...}).
 *
 * @param jdbc the same as a JDBC URL, without the user and the password
 * @param user empty when none is named
 * @param password empty when none is named
 */
record DatabaseUrl(String jdbc, String user, String password) {
  private static final Pattern KEY_VALUE =
      Pattern.compile("\\s*(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|(\\S*))");

  static DatabaseUrl of(String text) {
    if (text.startsWith("jdbc:postgresql:")) {
      return new DatabaseUrl(text, "", "");
    }
    if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
      return ofUri(text);
    }
    if (text.contains("=")) {
      return ofKeyValues(text);
    }
    throw new CommandFailure(
        "database URL: expected jdbc:postgresql://..., postgres://... or key=value pairs, got a"
            + " text of another form");
  }

  /** The password is left out: this is printed. */
  @Override
  public String toString() {
    return jdbc.replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  private static DatabaseUrl ofUri(String text) {
    try {
      URI uri = new URI(text);
      String[] userInfo = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
      String hosts =
          uri.getRawAuthority() == null
              ? "localhost"
              : uri.getRawAuthority().substring(uri.getRawAuthority().lastIndexOf('@') + 1);
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String jdbc =
          "jdbc:postgresql://"
              + (hosts.isEmpty() ? "localhost" : hosts)
              + (path.isEmpty() ? "/" : path)
              + query;
      return new DatabaseUrl(
          jdbc, decoded(userInfo[0]), userInfo.length > 1 ? decoded(userInfo[1]) : "");
    } catch (URISyntaxException e) {
      throw new CommandFailure(
          "database URL: is no valid URI at character " + e.getIndex() + ": " + e.getReason());
    }
  }

  private static DatabaseUrl ofKeyValues(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher matcher = KEY_VALUE.matcher(text);
    int end = 0;
    while (matcher.lookingAt()) {
      String quoted = matcher.group(2);
      values.put(
          matcher.group(1), quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      end = matcher.end();
      matcher.region(end, text.length());
    }
    if (!text.substring(end).isBlank()) {
      throw new CommandFailure(
          "database URL: expected key=value pairs, found something else after character " + end);
    }
    return ofValues(values);
  }

  private static DatabaseUrl ofValues(Map<String, String> values) {
    String host = values.getOrDefault("host", "localhost");
    String port = values.getOrDefault("port", "5432");
    String user = values.getOrDefault("user", "");
    String name = values.getOrDefault("dbname", user);
    String password = values.getOrDefault("password", "");
    StringBuilder jdbc =
        new StringBuilder("jdbc:postgresql://" + host + ':' + port + '/' + encoded(name));
    char separator = '?';
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!java.util.Set.of("host", "port", "user", "dbname", "password")
          .contains(value.getKey())) {
        jdbc.append(separator).append(value.getKey()).append('=').append(encoded(value.getValue()));
        separator = '&';
      }
    }
    return new DatabaseUrl(jdbc.toString(), user, password);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
