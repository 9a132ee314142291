package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Limits;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL can store as text: Unicode without NUL characters and lone surrogates. */
public final class StorableText {

  static final String NUL_RULE = "must not contain NUL characters";
  static final String SURROGATE_RULE = "must not contain lone surrogates";

  private StorableText() {}

  /**
   * Checks a text that is no part of a job, by the rule of names.
   *
   * @throws IllegalArgumentException when it is empty, longer than {@link Limits#NAME_CHARACTERS}
   *     code points, or can't be stored
   */
  public static void requireName(String field, @Nullable String name) {
    checkArgument(field, name, Limits.NAME_CHARACTERS);
  }

  /**
   * Checks a reason, for people.
   *
   * @throws IllegalArgumentException when it is empty, longer than {@link Limits#REASON_CHARACTERS}
   *     code points, or can't be stored
   */
  public static void requireReason(String field, @Nullable String reason) {
    checkArgument(field, reason, Limits.REASON_CHARACTERS);
  }

  /**
   * Checks a text that is no part of a job.
   *
   * @param most how many code points it may have
   * @throws IllegalArgumentException when it is empty, longer, or can't be stored
   */
  public static void require(String field, @Nullable String text, int most) {
    checkArgument(field, text, most);
  }

  /**
   * Checks a text that names something: a kind, a queue, a tag, a key. Any characters that can be
   * stored are good, white space alone too.
   *
   * @throws InvalidJobException when it is empty, longer than {@link Limits#NAME_CHARACTERS} code
   *     points, or can't be stored
   */
  static void checkName(String field, @Nullable String name) {
    check(field, name, Limits.NAME_CHARACTERS);
  }

  private static void check(String field, @Nullable String text, int most) {
    if (text == null || text.isEmpty() || isLonger(text, most)) {
      throw new InvalidJobException(field, text, "must be 1 to " + most + " characters");
    }
    bytes(field, text);
  }

  private static boolean isLonger(String text, int most) {
    return text.length() > most && text.codePointCount(0, text.length()) > most;
  }

  /**
   * Checks a text that is no part of a job, in the same words.
   *
   * @param most how many code points it may have
   * @throws IllegalArgumentException when it is missing, empty, longer, or can't be stored
   */
  private static void checkArgument(String name, @Nullable String text, int most) {
    try {
      check(name, text, most);
    } catch (InvalidJobException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * How many bytes the text has in UTF-8.
   *
   * @throws InvalidJobException when it can't be stored
   */
  static int bytes(String field, String text) {
    int bytes = 0;
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (c == 0) {
        throw new InvalidJobException(field, text, NUL_RULE);
      }
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new InvalidJobException(field, text, SURROGATE_RULE);
      }
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return bytes;
  }
}
