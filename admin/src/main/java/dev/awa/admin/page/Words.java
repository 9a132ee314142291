package dev.awa.admin.page;

import dev.awa.admin.Units;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers, times and names as pages write them. */
final class Words {
  /** Can stand in a path as they are, wherever the path goes through. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

  /** A word that is no name. */
  private static final Pattern FIRST = Pattern.compile("[a-z]+,? ");

  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long DAY = 86_400;

  private Words() {}

  /** A whole number: 1,131. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number of things: 1 job, 2 jobs. */
  static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** A rate a second; below one with two digits that are not zero. */
  static String rate(double perSecond) {
    if (perSecond >= 10 || perSecond <= 0) {
      return count(Math.round(perSecond));
    }
    return perSecond >= 1
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : BigDecimal.valueOf(perSecond)
            .round(new MathContext(2))
            .stripTrailingZeros()
            .toPlainString();
  }

  /** A span with two units at most: 6 min 12 s; a negative one is 0. */
  static String span(Duration time) {
    long seconds = time.toSeconds();
    if (time.isNegative() || time.isZero()) {
      return "0 s";
    }
    if (seconds < 1) {
      return time.toMillis() + " ms";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    if (seconds < HOUR) {
      return two(seconds / MINUTE, "min", seconds < 10 * MINUTE ? seconds % MINUTE : 0, "s");
    }
    return seconds < DAY
        ? two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min")
        : two(seconds / DAY, "d", seconds % DAY / HOUR, "h");
  }

  private static String two(long large, String unit, long small, String smaller) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
  }

  /** When something is or was: in 2 min 17 s; 3 h 2 min ago. */
  static String from(Instant now, Instant then) {
    Duration away = Duration.between(now, then);
    return away.isNegative() ? span(away.negated()) + " ago" : "in " + span(away);
  }

  static Duration atLeastZero(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  static String bytes(long bytes) {
    return Units.words(bytes);
  }

  /** A text that fits into a row. */
  static String cut(@Nullable String text, int characters) {
    String line = text == null ? "" : text.lines().findFirst().orElse("");
    return line.length() <= characters
        ? line
        : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, characters - 1)))
            + "…";
  }

  /** Words of the API as a sentence; a name at its beginning stays as it is. */
  static String sentence(String words) {
    String begun =
        FIRST.matcher(words).lookingAt()
            ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
            : words;
    return begun.isEmpty() || begun.endsWith(".") ? begun : begun + ".";
  }

  /** A word of the API as people read it. */
  static String spaced(String word) {
    return word.replace('_', ' ');
  }

  /**
   * A name as a part of a path: as it is, or {@code ~} and base64url, because servers and proxies
   * refuse or change what is percent-encoded.
   */
  static String segment(String name) {
    return PLAIN.matcher(name).matches()
        ? name
        : "~"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /** A text as a part of a query. */
  static String query(String text) {
    return Fields.encoded(text);
  }
}
