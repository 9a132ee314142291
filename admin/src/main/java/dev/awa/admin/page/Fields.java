package dev.awa.admin.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names with their values, as a query or a form has them; a name may have several. */
final class Fields {
  /** The largest form: arguments of a job, with room for their escapes. */
  private static final int FORM_BYTES = 4 * 1024 * 1024;

  /** The largest form of a login: a name, a password and a place, escaped. */
  private static final int LOGIN_BYTES = 32 * 1024;

  private final Map<String, List<String>> values;

  private Fields(Map<String, List<String>> values) {
    this.values = values;
  }

  static Fields of(@Nullable String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    String text = encoded == null ? "" : encoded;
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (!part.isEmpty()) {
        String name = decoded(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      }
    }
    return new Fields(values);
  }

  /** Those of a form; refuses one that is too large. */
  static Fields of(InputStream form) throws IOException {
    return of(form, FORM_BYTES);
  }

  /** Those of the form of a login, which anybody may send. */
  static Fields ofLogin(InputStream form) throws IOException {
    return of(form, LOGIN_BYTES);
  }

  private static Fields of(InputStream form, int most) throws IOException {
    byte[] bytes = form.readNBytes(most + 1);
    if (bytes.length > most) {
      throw Refused.of(413, "The form is too large", "It has more than " + most / 1024 + " KiB.");
    }
    return of(new String(bytes, StandardCharsets.US_ASCII));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.of(400, "The address or form can't be read", String.valueOf(e.getMessage()));
    }
  }

  /** A text as it stands in a query or, with its slashes, in a path. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What was typed, without white space around; null when that is nothing. */
  @Nullable String find(String name) {
    String typed = exact(name).strip();
    return typed.isEmpty() ? null : typed;
  }

  /** The same; empty when there is nothing. */
  String get(String name) {
    String found = find(name);
    return found == null ? "" : found;
  }

  /** What was typed, with its white space: a password; empty when there is nothing. */
  String exact(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** All names, in their order. */
  Set<String> names() {
    return values.keySet();
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
