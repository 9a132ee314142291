package dev.awa.schedule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What follows when planned times of a schedule have passed while nobody could fire it, because no
 * worker ran or the database was down. A pause is no outage: what is planned while a schedule is
 * paused is never made up for.
 */
public final class Missed {
  /** The most times that one outage is made up for. */
  public static final int MOST = 1000;

  private static final String CATCH_UP = "catch_up ";
  private static final Pattern TEXT = Pattern.compile("catch_up ([1-9][0-9]{0,3})");
  private static final Missed SKIP = new Missed("skip", 0);
  private static final Missed ONCE = new Missed("once", 1);

  private final String word;
  private final int times;

  private Missed(String word, int times) {
    this.word = word;
    this.times = times;
  }

  /** Nothing is made up for: a planned time that is more than a minute old is skipped. */
  public static Missed skip() {
    return SKIP;
  }

  /** The last planned time is fired, once for all that were missed. The default. */
  public static Missed once() {
    return ONCE;
  }

  /**
   * The last planned times are fired, one job each, the oldest first.
   *
   * @param times at most how many, 1 to {@link #MOST}; what is older is skipped
   * @throws IllegalArgumentException when it is out of range
   */
  public static Missed catchUp(int times) {
    if (times < 1 || times > MOST) {
      throw new IllegalArgumentException("missed: must be 1 to " + MOST + " times, got " + times);
    }
    return new Missed(CATCH_UP + times, times);
  }

  /**
   * The one of a text, as {@link #toString} writes it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Missed of(String text) {
    Matcher catchUp = TEXT.matcher(text);
    if (catchUp.matches()) {
      return catchUp(Integer.parseInt(catchUp.group(1)));
    }
    return switch (text) {
      case "skip" -> SKIP;
      case "once" -> ONCE;
      default ->
          throw new IllegalArgumentException(
              "missed: must be skip, once or \"catch_up 10\", got " + text);
    };
  }

  /** At most how many planned times of an outage are fired; 0 for none. */
  public int times() {
    return times;
  }

  /** How it is written everywhere: {@code skip}, {@code once}, {@code catch_up 10}. */
  @Override
  public String toString() {
    return word;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Missed that && word.equals(that.word);
  }

  @Override
  public int hashCode() {
    return word.hashCode();
  }
}
