package dev.awa.cli.database;

import dev.awa.cli.terminal.UsageFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code postgres://user:password@host:port,host:port/name?key=value&...} as libpq does,
 * which is not as the standard for URIs says: there may be several hosts, and a host any
 * characters.
 */
final class LibpqUri {
  private static final String FORM = "postgres://user:password@host:port/name?key=value";

  private final String text;
  private int at;

  private LibpqUri(String text) {
    this.text = text;
    at = text.indexOf("://") + 3;
  }

  /** The parameters that a URI names, as a connection string would name them. */
  static Map<String, String> settings(String text) {
    return new LibpqUri(text).read();
  }

  private Map<String, String> read() {
    Map<String, String> settings = new LinkedHashMap<>();
    readUser(settings);
    readHosts(settings);
    if (next() == '/') {
      at++;
      put(settings, "dbname", upTo("?"));
    }
    if (next() == '?') {
      at++;
      readParameters(settings);
    }
    return settings;
  }

  /** There is a user when an @ comes before the first slash. */
  private void readUser(Map<String, String> settings) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '@' && text.charAt(end) != '/') {
      end++;
    }
    if (end == text.length() || text.charAt(end) == '/') {
      return;
    }
    String[] parts = text.substring(at, end).split(":", 2);
    put(settings, "user", parts[0]);
    if (parts.length > 1) {
      put(settings, "password", parts[1]);
    }
    at = end + 1;
  }

  private void readHosts(Map<String, String> settings) {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    do {
      if (!hosts.isEmpty()) {
        at++; // the comma
      }
      hosts.add(host());
      String port = "";
      if (next() == ':') {
        at++;
        port = upTo("/?,");
      }
      ports.add(port);
    } while (next() == ',');
    put(settings, "host", String.join(",", hosts));
    put(settings, "port", ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports));
  }

  private String host() {
    if (next() != '[') {
      return upTo(":/?,");
    }
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw refused("the \"[\" of an IPv6 address has no \"]\"");
    }
    String address = text.substring(at + 1, end);
    at = end + 1;
    if (address.isEmpty() || ":/?,\0".indexOf(next()) < 0) {
      throw refused("an IPv6 address in brackets is followed by \":\", \"/\", \"?\" or \",\"");
    }
    return address;
  }

  private void readParameters(Map<String, String> settings) {
    if (at == text.length()) {
      return;
    }
    for (String pair : text.substring(at).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || pair.indexOf('=', equals + 1) >= 0) {
        throw refused("a parameter must be key=value, after the \"?\" and between \"&\"");
      }
      String key = decoded(pair.substring(0, equals));
      String value = pair.substring(equals + 1);
      if (key.equals("ssl") && value.equals("true")) {
        settings.put("sslmode", "require");
      } else {
        settings.put(key, decoded(value));
      }
    }
  }

  /** What stands here; NUL at the end. */
  private char next() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private String upTo(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private void put(Map<String, String> settings, String key, String value) {
    if (!value.isEmpty()) {
      settings.put(key, decoded(value));
    }
  }

  /** Percent signs stand for bytes of UTF-8; a plus sign for itself. */
  private String decoded(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '%') {
        bytes.write(byteAt(value, i + 1));
        i += 2;
      } else {
        int c = value.codePointAt(i);
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c) - 1;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())) + "";
    } catch (CharacterCodingException e) {
      throw refused("what the percent signs stand for is not UTF-8");
    }
  }

  private int byteAt(String value, int from) {
    int high = from + 1 < value.length() ? Character.digit(value.charAt(from), 16) : -1;
    int low = from + 1 < value.length() ? Character.digit(value.charAt(from + 1), 16) : -1;
    if (high < 0 || low < 0 || high + low == 0) {
      throw refused(
          "a \"%\" is followed by two hexadecimal digits, other than 00; write %25 for it");
    }
    return high * 16 + low;
  }

  /** Without the text, which may hold a password. */
  private static UsageFailure refused(String why) {
    return new UsageFailure("database URL: " + why + " (expected: " + FORM + ")");
  }
}
