package dev.awa.cron;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The dates that an expression names. The two fields of days are joined as cron joins them: a day
 * has to be in both when one of them begins with a star, otherwise in one of them.
 */
record Days(MonthDays monthDays, Numbers months, WeekDays weekDays) {
  boolean has(LocalDate date) {
    return (in(YearMonth.from(date)) >>> date.getDayOfMonth() & 1) == 1;
  }

  /** The first one from this one on that is not after the limit. */
  @Nullable LocalDate atOrAfter(LocalDate from, LocalDate limit) {
    YearMonth begin = YearMonth.from(from);
    YearMonth end = YearMonth.from(limit);
    for (YearMonth month = begin; !month.isAfter(end); month = month.plusMonths(1)) {
      int days = in(month) & (month.equals(begin) ? -1 << from.getDayOfMonth() : -1);
      if (days != 0) {
        LocalDate found = month.atDay(Integer.numberOfTrailingZeros(days));
        return found.isAfter(limit) ? null : found;
      }
    }
    return null;
  }

  /** The last one up to this one that is not before the limit. */
  @Nullable LocalDate atOrBefore(LocalDate from, LocalDate limit) {
    YearMonth begin = YearMonth.from(from);
    YearMonth end = YearMonth.from(limit);
    for (YearMonth month = begin; !month.isBefore(end); month = month.minusMonths(1)) {
      int days = in(month) & (month.equals(begin) ? -1 >>> (31 - from.getDayOfMonth()) : -1);
      if (days != 0) {
        LocalDate found = month.atDay(31 - Integer.numberOfLeadingZeros(days));
        return found.isBefore(limit) ? null : found;
      }
    }
    return null;
  }

  private int in(YearMonth month) {
    if (!months.has(month.getMonthValue())) {
      return 0;
    }
    int byMonth = monthDays.in(month);
    int byWeek = weekDays.in(month);
    boolean both = monthDays.plain().starred() || weekDays.plain().starred();
    return both ? byMonth & byWeek : byMonth | byWeek;
  }
}
