package dev.awa.engine;

import dev.awa.Limits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that came from a handler, made fit to be stored. */
public final class PlainText {
  private static final int ERROR_CHARACTERS = 8192;

  private PlainText() {}

  /**
   * The text without what PostgreSQL can't store (NUL characters, lone surrogates), its first 8192
   * characters.
   */
  public static String of(@Nullable String text) {
    String storable = storable(text == null ? "null" : text);
    return storable.length() <= ERROR_CHARACTERS
        ? storable
        : storable(storable.substring(0, ERROR_CHARACTERS)) + " ... (cut)";
  }

  /** The first characters of the text, storable. */
  static String head(String text, int characters) {
    return storable(text.length() <= characters ? text : text.substring(0, characters));
  }

  /** The last 4 KiB of the text, storable. */
  public static String tail(String text) {
    byte[] bytes = storable(text).getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= Limits.OUTPUT_BYTES) {
      return storable(text);
    }
    int from = bytes.length - Limits.OUTPUT_BYTES;
    while (from < bytes.length && (bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  private static String storable(String text) {
    return text.replace('\0', '\uFFFD').replaceAll("\\p{Cs}", "\uFFFD");
  }
}
