package dev.awa.cron;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** The times of day that an expression names, in whole seconds. */
record Times(Numbers hours, Numbers minutes, Numbers seconds) {
  LocalTime earliest() {
    return LocalTime.of(hours.least(), minutes.least(), seconds.least());
  }

  LocalTime latest() {
    return LocalTime.of(hours.greatest(), minutes.greatest(), seconds.greatest());
  }

  /** The first one that is not before this one; null when the day has no more. */
  @Nullable LocalTime atOrAfter(LocalTime from) {
    int hour = from.getHour();
    int minute = from.getMinute();
    if (hours.has(hour)) {
      int second = minutes.has(minute) ? seconds.atOrAfter(from.getSecond()) : -1;
      if (second >= 0) {
        return LocalTime.of(hour, minute, second);
      }
      int later = minutes.atOrAfter(minute + 1);
      if (later >= 0) {
        return LocalTime.of(hour, later, seconds.least());
      }
    }
    int later = hours.atOrAfter(hour + 1);
    return later < 0 ? null : LocalTime.of(later, minutes.least(), seconds.least());
  }

  /** The last one that is not after this one; null when the day has none before. */
  @Nullable LocalTime atOrBefore(LocalTime from) {
    int hour = from.getHour();
    int minute = from.getMinute();
    if (hours.has(hour)) {
      int second = minutes.has(minute) ? seconds.atOrBefore(from.getSecond()) : -1;
      if (second >= 0) {
        return LocalTime.of(hour, minute, second);
      }
      int earlier = minutes.atOrBefore(minute - 1);
      if (earlier >= 0) {
        return LocalTime.of(hour, earlier, seconds.greatest());
      }
    }
    int earlier = hours.atOrBefore(hour - 1);
    return earlier < 0 ? null : LocalTime.of(earlier, minutes.greatest(), seconds.greatest());
  }

  /** Whether they follow elapsed time: a field begins with a star. */
  boolean areAnInterval() {
    return hours.starred() || minutes.starred() || seconds.starred();
  }
}
