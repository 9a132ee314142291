package dev.awa.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** What an expression names on a clock that is never changed. All in whole seconds. */
record LocalTimes(Days days, Times times) {
  /** The first one from this one on that is not after the limit. */
  @Nullable LocalDateTime atOrAfter(LocalDateTime from, LocalDateTime limit) {
    LocalDate date = from.toLocalDate();
    LocalTime time = days.has(date) ? times.atOrAfter(from.toLocalTime()) : null;
    if (time == null) {
      date = days.atOrAfter(date.plusDays(1), limit.toLocalDate());
      time = times.earliest();
    }
    LocalDateTime found = date == null ? null : date.atTime(time);
    return found == null || found.isAfter(limit) ? null : found;
  }

  /** The last one up to this one that is not before the limit. */
  @Nullable LocalDateTime atOrBefore(LocalDateTime from, LocalDateTime limit) {
    LocalDate date = from.toLocalDate();
    LocalTime time = days.has(date) ? times.atOrBefore(from.toLocalTime()) : null;
    if (time == null) {
      date = days.atOrBefore(date.minusDays(1), limit.toLocalDate());
      time = times.latest();
    }
    LocalDateTime found = date == null ? null : date.atTime(time);
    return found == null || found.isBefore(limit) ? null : found;
  }
}
