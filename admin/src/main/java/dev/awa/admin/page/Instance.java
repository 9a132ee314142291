package dev.awa.admin.page;

import java.util.Locale;

/**
 * Which database a dashboard is of, so that production looks like production.
 *
 * @param name as people call it, at most 40 characters; empty: nothing is shown
 * @param hue of the badge and the line at the top
 */
public record Instance(String name, Hue hue) {
  private static final int NAME_CHARACTERS = 40;

  /** No name, and the quiet hue. */
  static final Instance UNNAMED = new Instance("", Hue.INDIGO);

  /** Hues that white text can be read on. */
  public enum Hue {
    /** For production. */
    PLUM,
    /** For all that is between. */
    INDIGO,
    /** For a machine of one's own. */
    MOSS;

    /** The hue in small letters. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is longer than 40 characters
   */
  public Instance {
    if (name.length() > NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "instance: must be at most 40 characters, got " + name.length());
    }
  }
}
