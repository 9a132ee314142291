package dev.awa.engine;

import dev.awa.AwaException;
import dev.awa.InvalidJobException;
import dev.awa.Unique;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The text that stands for arguments in the unique rule of a job whose arguments are encrypted: a
 * keyed hash of what the rule names of them. It is the same for arguments that {@code jsonb} calls
 * equal.
 */
final class HiddenKey {
  private HiddenKey() {}

  /**
   * The hash, of the rule's own text too.
   *
   * @throws InvalidJobException when there is no key to make it with
   */
  static String of(Unique unique, String args, @Nullable SecretKey key) {
    if (key == null) {
      throw new InvalidJobException(
          "unique.args",
          unique.byArgs() ? "all arguments" : unique.fields(),
          "must not be used for encrypted arguments unless the encryption has a key for it: give"
              + " Encryption.withUniqueKey, or make the rule by a text, Unique.byText");
    }
    StringBuilder text = new StringBuilder();
    Object value = PlainJson.read(args);
    if (unique.byArgs()) {
      write(text.append("all "), value);
    } else {
      text.append("some ");
      Map<?, ?> object = value instanceof Map<?, ?> map ? map : Map.of();
      for (String field : unique.fields().stream().distinct().sorted().toList()) {
        write(text, field);
        write(text, object.get(field));
      }
    }
    write(text, unique.key());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] hash = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new AwaException("the unique key can't be made: " + e.getMessage(), e);
    }
  }

  /** The same for all JSON that {@code jsonb} calls equal; texts say how long they are. */
  private static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append('n');
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, part) -> sorted.put(name.toString(), part));
        out.append('{');
        sorted.forEach((name, part) -> {
          write(out, name);
          write(out, part);
        });
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        list.forEach(part -> write(out, part));
        out.append(']');
      }
      case Number number -> {
        BigDecimal plain = new BigDecimal(number.toString()).stripTrailingZeros();
        out.append(plain).append(';');
      }
      case String text -> out.append(text.length()).append(':').append(text);
      default -> out.append(value).append(';');
    }
  }
}
