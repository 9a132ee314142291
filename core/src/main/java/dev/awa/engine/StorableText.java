package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Limits;

/** What PostgreSQL can store as text: Unicode without NUL characters and lone surrogates. */
public final class StorableText {
  private static final String NAME_RULE = "must be 1 to " + Limits.NAME_CHARACTERS + " characters";

  /** How many characters of a reason are kept with a job. */
  private static final int WORDS = 8192;

  static final String NUL_RULE = "must not contain NUL characters";
  static final String SURROGATE_RULE = "must not contain lone surrogates";

  private StorableText() {}

  /**
   * Checks a text that is no part of a job, by the rule of names.
   *
   * @throws IllegalArgumentException when it is empty, longer than {@link Limits#NAME_CHARACTERS}
   *     code points, or can't be stored
   */
  public static void requireName(String field, String name) {
    try {
      checkName(field, name);
    } catch (InvalidJobException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Checks what people say of something: a reason, who it was.
   *
   * @throws IllegalArgumentException when it is empty, longer than {@link #WORDS} code points, or
   *     can't be stored
   */
  public static void requireWords(String field, String words) {
    if (words == null || words.isEmpty() || words.codePointCount(0, words.length()) > WORDS) {
      throw new IllegalArgumentException(
          new InvalidJobException(field, words, "must be 1 to " + WORDS + " characters")
              .getMessage());
    }
    try {
      bytes(field, words);
    } catch (InvalidJobException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Checks a text that names something: a kind, a queue, a tag, a key. Any characters that can be
   * stored are good, white space alone too.
   *
   * @throws InvalidJobException when it is empty, longer than {@link Limits#NAME_CHARACTERS} code
   *     points, or can't be stored
   */
  static void checkName(String field, String name) {
    if (name == null || name.isEmpty() || isLong(name)) {
      throw new InvalidJobException(field, name, NAME_RULE);
    }
    bytes(field, name);
  }

  private static boolean isLong(String name) {
    return name.length() > Limits.NAME_CHARACTERS
        && name.codePointCount(0, name.length()) > Limits.NAME_CHARACTERS;
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
