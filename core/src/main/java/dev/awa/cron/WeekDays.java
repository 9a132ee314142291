package dev.awa.cron;

import java.time.YearMonth;

/**
 * The field of days of the week, Sunday is 0. A bit n of an answer stands for day n of the month.
 *
 * @param plain each week
 * @param last bit w: {@code wL}, the last one of the month
 * @param nth bit {@code 8 * (n - 1) + w}: {@code w#n}, the n-th one of the month
 */
record WeekDays(Numbers plain, int last, long nth) {
  /** The days of this month. */
  int in(YearMonth month) {
    int length = month.lengthOfMonth();
    int weekday = month.atDay(1).getDayOfWeek().getValue() % 7;
    long days = 0;
    for (int day = 1; day <= length; day++) {
      boolean isOne =
          plain.has(weekday)
              || (day > length - 7 && (last >>> weekday & 1) == 1)
              || (nth >>> (8 * ((day - 1) / 7) + weekday) & 1) == 1;
      days |= isOne ? 1L << day : 0;
      weekday = weekday == 6 ? 0 : weekday + 1;
    }
    return (int) days;
  }
}
