package dev.awa.admin.doctor;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times and sizes in words. */
final class Ago {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Ago() {}

  /** {@code 3 d 4 h}, {@code 5 min 10 s}, {@code 12 s}; {@code unknown} for null. */
  static String words(@Nullable Duration time) {
    if (time == null) {
      return "unknown";
    }
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    if (time.toMinutes() > 0) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** {@code 1,204,220}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1.5 GB}. */
  static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }
}
