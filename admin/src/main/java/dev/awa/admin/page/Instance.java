package dev.awa.admin.page;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which database a dashboard is of, so that production looks like production.
 *
 * @param name as people call it, at most 40 characters; empty: nothing is shown
 * @param hue of the badge and the line at the top
 * @param others where people may go from here; up to 50
 */
public record Instance(String name, Hue hue, List<Other> others) {
  private static final int NAME_CHARACTERS = 40;
  private static final int MOST = 50;

  /** No other scheme, {@code javascript:} for instance. */
  private static final Pattern URL = Pattern.compile("https?://.+|[^:]+|\\./.+");

  /** No name, and the quiet hue. */
  static final Instance UNNAMED = new Instance("", Hue.INDIGO);

  /**
   * The dashboard of another database.
   *
   * @param name as people call it, 1 to 40 characters
   * @param url where it is: {@code https://...}, or relative to where this one is mounted
   */
  public record Other(String name, Hue hue, String url) {
    /**
     * Checks name and address.
     *
     * @throws IllegalArgumentException when the name is empty or longer than 40 characters, or the
     *     address is neither relative nor one of http or https
     */
    public Other {
      if (name.isEmpty() || name.length() > NAME_CHARACTERS) {
        throw new IllegalArgumentException(
            "other: the name must be 1 to 40 characters, got " + name.length());
      }
      if (!URL.matcher(url).matches()) {
        throw new IllegalArgumentException(
            "other: the address must be https://..., http://... or relative, got " + url);
      }
    }
  }

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
   * @throws IllegalArgumentException when it is longer than 40 characters, or others are too many
   */
  public Instance {
    others = List.copyOf(others);
    if (others.size() > MOST) {
      throw new IllegalArgumentException("others: must be at most 50, got " + others.size());
    }
    if (name.length() > NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "instance: must be at most 40 characters, got " + name.length());
    }
  }

  /** One without others. */
  public Instance(String name, Hue hue) {
    this(name, hue, List.of());
  }

  /** The same, with others to go to. */
  public Instance withOthers(List<Other> some) {
    return new Instance(name, hue, some);
  }
}
