package dev.awa.cron;

import java.time.DayOfWeek;
import java.time.YearMonth;

/**
 * The field of days of the month. A bit n of an answer stands for day n.
 *
 * @param plain days by number
 * @param fromEnd bit n: {@code L-n}; bit 0: {@code L}
 * @param nearest bit n: {@code nW}
 * @param lastWeekday {@code LW}
 */
record MonthDays(Numbers plain, int fromEnd, int nearest, boolean lastWeekday) {
  /** The days of this month. */
  int in(YearMonth month) {
    int length = month.lengthOfMonth();
    long days = plain.bits() & (-1L >>> (Long.SIZE - 1 - length));
    for (int n = 0; fromEnd != 0 && n < length; n++) {
      days |= (long) (fromEnd >>> n & 1) << (length - n);
    }
    for (int day = 1; nearest != 0 && day <= length; day++) {
      if ((nearest >>> day & 1) == 1) {
        days |= 1L << nearestWeekday(month, day);
      }
    }
    if (lastWeekday) {
      days |= 1L << nearestWeekday(month, length);
    }
    return (int) days;
  }

  /** Monday to Friday, and never in another month. */
  private static int nearestWeekday(YearMonth month, int day) {
    DayOfWeek weekday = month.atDay(day).getDayOfWeek();
    return switch (weekday) {
      case SATURDAY -> day == 1 ? 3 : day - 1;
      case SUNDAY -> day == month.lengthOfMonth() ? day - 2 : day + 1;
      default -> day;
    };
  }
}
