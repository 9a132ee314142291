package dev.awa.admin;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as people write them. */
public final class Units {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final long COUNTED_IN_MILLIS = 1_000_000_000_000L;
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(|KiB|MiB|GiB)");

  /** How a time is written, everywhere. */
  public static final String TIMES =
      "a number and a unit (500ms, 90s, 5m, 2h, 7d), or ISO (PT1H30M)";

  /** How a size is written, everywhere. */
  public static final String SIZES = "bytes, or a number and a unit (64KiB, 256MiB, 1GiB)";

  private Units() {}

  /** A time: 90s, 5m, 2h, 7d, 500ms, or as ISO has it: PT1H30M. */
  public static Optional<Duration> time(String text) {
    Matcher match = TIME.matcher(text.strip());
    if (!match.matches()) {
      return isoTime(text.strip());
    }
    long number = Long.parseLong(match.group(1));
    return Optional.of(
        switch (match.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  private static Optional<Duration> isoTime(String text) {
    try {
      return text.startsWith("P") ? Optional.of(Duration.parse(text)) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A size in bytes: 4096, 64KiB, 256MiB, 1GiB. Too large a number is the largest there is. */
  public static Optional<Long> size(String text) {
    Matcher match = SIZE.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (match.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(match.group(1));
    return Optional.of(number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift);
  }

  /** A time in the largest unit that shows it whole. */
  public static String words(Duration time) {
    long seconds = time.toSeconds(); // of what somebody typed, its milliseconds may be too many
    boolean isCounted = seconds > -COUNTED_IN_MILLIS && seconds < COUNTED_IN_MILLIS;
    if (isCounted && time.toMillisPart() != 0) {
      return time.toMillis() + "ms";
    }
    if (seconds == 0) {
      return "0s";
    }
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** A time that was measured, with the two digits that a percentile knows: 0.1 ms, 41 s, 3 min. */
  public static String measured(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1000) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    double seconds = millis / 1000;
    if (seconds < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 7200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
  }

  /** A size, rounded to one digit after the point. */
  public static String words(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double number = bytes;
    while (number >= 1024 && unit < units.length - 1) {
      number /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", number, units[unit]);
  }
}
