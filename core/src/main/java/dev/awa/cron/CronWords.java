package dev.awa.cron;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says in words when an expression of a common form fires: by its values, not by how it is written.
 * Of all others it says nothing, rather than something that is almost right.
 */
final class CronWords {
  private static final int MINUTES = 60;
  private static final int HOURS = 24;

  /** So many times, days or months are named one by one. */
  private static final int FEW = 4;

  private static final String EVERY_DAY = "every day";

  private final Times times;
  private final Days days;

  private CronWords(LocalTimes all) {
    this.times = all.times();
    this.days = all.days();
  }

  /** "at 03:00 every day"; empty when it is of no common form. */
  static Optional<String> of(LocalTimes all) {
    CronWords words = new CronWords(all);
    return words
        .onDays()
        .flatMap(days ->
            words
                .fixed()
                .map(fixed -> fixed + " " + days)
                .or(() ->
                    words
                        .again()
                        .map(again -> days.equals(EVERY_DAY) ? again : again + " " + days)));
  }

  // --- times of a day ---

  /** "at 03:00 and 15:00"; empty when there are more than a few, or in no hour in particular. */
  private Optional<String> fixed() {
    List<Integer> hours = values(times.hours());
    List<Integer> minutes = values(times.minutes());
    List<Integer> seconds = values(times.seconds());
    if (hours.size() * minutes.size() * seconds.size() > FEW) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    for (int hour : hours) {
      for (int minute : minutes) {
        seconds.forEach(second -> all.add(clock(hour, minute) + seconds(second)));
      }
    }
    return Optional.of("at " + listed(all));
  }

  private static String seconds(int second) {
    return second == 0 ? "" : String.format(Locale.ROOT, ":%02d", second);
  }

  private static String clock(int hour, int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", hour, minute);
  }

  /** "every 15 minutes", "every hour between 08:30 and 17:30"; empty when they are not so even. */
  private Optional<String> again() {
    if (!values(times.seconds()).equals(List.of(0))) {
      return ofSeconds();
    }
    int every = step(values(times.minutes()), MINUTES);
    if (every > 0) {
      return hoursOfSteps(every);
    }
    List<Integer> minutes = values(times.minutes());
    return minutes.size() == 1 ? atMinute(minutes.getFirst()) : Optional.empty();
  }

  private Optional<String> ofSeconds() {
    int every = step(values(times.seconds()), MINUTES);
    boolean isAlways =
        step(values(times.minutes()), MINUTES) == 1 && step(values(times.hours()), HOURS) == 1;
    return every > 0 && isAlways ? Optional.of(every(every, "second")) : Optional.empty();
  }

  private Optional<String> hoursOfSteps(int every) {
    List<Integer> hours = values(times.hours());
    if (hours.size() == HOURS) {
      return Optional.of(every(every, "minute"));
    }
    return isRange(hours)
        ? Optional.of(
            every(every, "minute") + between(hours.getFirst(), 0, hours.getLast(), MINUTES - every))
        : Optional.empty();
  }

  private Optional<String> atMinute(int minute) {
    List<Integer> hours = values(times.hours());
    int every = step(hours, HOURS);
    if (every > 0) {
      return Optional.of(every(every, "hour") + (minute == 0 ? "" : " at minute " + minute));
    }
    return isRange(hours)
        ? Optional.of(every(1, "hour") + between(hours.getFirst(), minute, hours.getLast(), minute))
        : Optional.empty();
  }

  private static String between(int hour, int minute, int lastHour, int lastMinute) {
    return " between " + clock(hour, minute) + " and " + clock(lastHour, lastMinute);
  }

  private static String every(int number, String unit) {
    return number == 1 ? "every " + unit : "every " + number + " " + unit + "s";
  }

  // --- days ---

  /** "every day", "on Mondays"; empty when both fields of days are used, or in no common way. */
  private Optional<String> onDays() {
    boolean anyDay = days.monthDays().plain().bits() == all(CronField.DAY_OF_MONTH);
    boolean anyWeekday = days.weekDays().plain().bits() == all(CronField.DAY_OF_WEEK);
    boolean anyMonth = days.months().bits() == all(CronField.MONTH);
    boolean both = days.monthDays().plain().starred() || days.weekDays().plain().starred();
    Optional<String> months = months(anyMonth);
    if (months.isEmpty() || (!anyDay && !anyWeekday)) {
      return Optional.empty();
    }
    String tail = anyMonth ? "" : " in " + months.get();
    if ((anyDay && anyWeekday) || !both) {
      return Optional.of(EVERY_DAY + tail);
    }
    return anyDay
        ? weekdays(anyMonth ? "every month" : months.get(), tail)
        : monthDays().map(day -> day + " of " + (anyMonth ? "every month" : months.get()));
  }

  private Optional<String> months(boolean any) {
    List<Integer> months = values(days.months());
    return any || months.size() <= FEW
        ? Optional.of(
            listed(months.stream().map(month -> english(Month.of(month).name())).toList()))
        : Optional.empty();
  }

  private Optional<String> weekdays(String ofMonth, String tail) {
    WeekDays field = days.weekDays();
    List<Integer> plain = values(field.plain());
    if (field.last() == 0 && field.nth() == 0) {
      boolean isWork = plain.equals(List.of(1, 2, 3, 4, 5));
      String names =
          listed(
              plain.stream()
                  .sorted(Comparator.comparing(CronWords::fromMonday))
                  .map(day -> weekday(day) + "s")
                  .toList());
      return Optional.of((isWork ? "from Monday to Friday" : "on " + names) + tail);
    }
    boolean isOne =
        plain.isEmpty() && Integer.bitCount(field.last()) + Long.bitCount(field.nth()) == 1;
    return isOne ? Optional.of(one(field) + " of " + ofMonth) : Optional.empty();
  }

  /** "on the last Friday", "on the third Friday". */
  private static String one(WeekDays field) {
    if (field.last() != 0) {
      return "on the last " + weekday(Integer.numberOfTrailingZeros(field.last()));
    }
    int bit = Long.numberOfTrailingZeros(field.nth());
    return "on the "
        + List.of("first", "second", "third", "fourth", "fifth").get(bit / 8)
        + " "
        + weekday(bit % 8);
  }

  private Optional<String> monthDays() {
    MonthDays field = days.monthDays();
    List<Integer> plain = values(field.plain());
    int special =
        Integer.bitCount(field.fromEnd())
            + Integer.bitCount(field.nearest())
            + (field.lastWeekday() ? 1 : 0);
    if (special == 0 && plain.size() <= FEW) {
      String names = listed(plain.stream().map(String::valueOf).toList());
      return Optional.of("on day" + (plain.size() == 1 ? " " : "s ") + names);
    }
    return special == 1 && plain.isEmpty() ? Optional.of(special(field)) : Optional.empty();
  }

  private static String special(MonthDays field) {
    if (field.lastWeekday()) {
      return "on the last weekday";
    }
    if (field.nearest() != 0) {
      return "on the weekday nearest to day " + Integer.numberOfTrailingZeros(field.nearest());
    }
    int before = Integer.numberOfTrailingZeros(field.fromEnd());
    return switch (before) {
      case 0 -> "on the last day";
      case 1 -> "on the last day but one";
      default -> "on the day " + before + " days before the last";
    };
  }

  private static DayOfWeek fromMonday(int day) {
    return DayOfWeek.of(day == 0 ? 7 : day);
  }

  private static String weekday(int day) {
    return english(fromMonday(day).name());
  }

  /** MONDAY as people write it; the same on every machine. */
  private static String english(String name) {
    return name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  // --- values ---

  private static long all(CronField field) {
    return IntStream.rangeClosed(field.min(), field.max()).mapToLong(n -> 1L << n).sum();
  }

  private static List<Integer> values(Numbers numbers) {
    return IntStream.range(0, Long.SIZE).filter(numbers::has).boxed().toList();
  }

  /**
   * How far values are apart that go round evenly, from 0 on: 15 of 0, 15, 30, 45; 0: they don't.
   */
  private static int step(List<Integer> values, int round) {
    int step = values.size() > 1 ? values.get(1) : 0;
    boolean isEven =
        step > 0
            && round % step == 0
            && values.equals(IntStream.range(0, round / step).map(n -> n * step).boxed().toList());
    return isEven ? step : 0;
  }

  private static boolean isRange(List<Integer> values) {
    return values.getLast() - values.getFirst() == values.size() - 1;
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return last <= 0
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
