package dev.awa.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Expressions by chance, and what they mean, said with other words than the code's. */
final class AnyExpression {
  private final Random random;

  AnyExpression(Random random) {
    this.random = random;
  }

  /** A field and what it means. */
  private record Part<T>(String text, Predicate<T> names) {
    boolean isStarred() {
      return text.startsWith("*");
    }
  }

  /** Five fields. May name no day that exists. */
  Spoken next() {
    Part<Integer> minute = numbers(0, 59);
    Part<Integer> hour = numbers(0, 23);
    Part<Integer> month = numbers(1, 12);
    Part<LocalDate> dayOfMonth = dayOfMonth();
    Part<LocalDate> dayOfWeek = dayOfWeek();
    boolean both = dayOfMonth.isStarred() || dayOfWeek.isStarred();
    Predicate<LocalDate> days =
        both ? dayOfMonth.names().and(dayOfWeek.names()) : dayOfMonth.names().or(dayOfWeek.names());
    String text =
        String.join(
            " ", minute.text(), hour.text(), dayOfMonth.text(), month.text(), dayOfWeek.text());
    return new Spoken(
        text,
        minute.isStarred() || hour.isStarred(),
        time ->
            minute.names().test(time.getMinute())
                && hour.names().test(time.getHour())
                && month.names().test(time.getMonthValue())
                && days.test(time.toLocalDate()));
  }

  /** A field of seconds. */
  String seconds() {
    return numbers(0, 59).text();
  }

  private Part<Integer> numbers(int min, int max) {
    return random.nextInt(3) == 0 ? new Part<>("*", n -> true) : list(min, max);
  }

  private Part<Integer> list(int min, int max) {
    StringJoiner text = new StringJoiner(",");
    IntPredicate names = n -> false;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = min + random.nextInt(max - min + 1);
      int to = from + random.nextInt(max - from + 1);
      int step = 1 + random.nextInt(max - min + 1);
      switch (random.nextInt(4)) {
        case 0 -> {
          text.add("*/" + step);
          names = names.or(n -> (n - min) % step == 0);
        }
        case 1 -> {
          text.add(from + "-" + to);
          names = names.or(n -> n >= from && n <= to);
        }
        case 2 -> {
          text.add(from + "-" + to + "/" + step);
          names = names.or(n -> n >= from && n <= to && (n - from) % step == 0);
        }
        default -> {
          text.add(String.valueOf(from));
          names = names.or(n -> n == from);
        }
      }
    }
    return new Part<>(text.toString(), names::test);
  }

  private Part<LocalDate> dayOfMonth() {
    int day = 1 + random.nextInt(31);
    return switch (random.nextInt(7)) {
      case 0 -> new Part<>("L", date -> isLast(date, 0));
      case 1 -> new Part<>("L-" + (day % 30 + 1), date -> isLast(date, day % 30 + 1));
      case 2 -> new Part<>(day + "W", date -> isNearest(date, day));
      case 3 -> new Part<>("LW", date -> isNearest(date, date.lengthOfMonth()));
      case 4 -> {
        Part<Integer> list = list(1, 31);
        yield new Part<>(list.text(), date -> list.names().test(date.getDayOfMonth()));
      }
      default -> new Part<>("*", date -> true);
    };
  }

  private static boolean isLast(LocalDate date, int before) {
    return date.plusDays(before).equals(date.with(TemporalAdjusters.lastDayOfMonth()));
  }

  /**
   * On a weekday the day itself, or a day of the weekend beside it, as near as the month allows.
   */
  private static boolean isNearest(LocalDate date, int day) {
    if (day > date.lengthOfMonth() || date.getDayOfWeek().getValue() > 5) {
      return false;
    }
    LocalDate meant = date.withDayOfMonth(day);
    LocalDate found = meant;
    for (int away : new int[] {0, -1, 1, -2, 2}) {
      found = meant.plusDays(away);
      if (found.getDayOfWeek().getValue() <= 5 && found.getMonth() == date.getMonth()) {
        break;
      }
    }
    return found.equals(date);
  }

  private Part<LocalDate> dayOfWeek() {
    int day = random.nextInt(8);
    DayOfWeek weekday = DayOfWeek.of(day == 0 ? 7 : day);
    int week = 1 + random.nextInt(5);
    return switch (random.nextInt(6)) {
      case 0 ->
          new Part<>(
              day + "#" + week,
              date -> date.getDayOfWeek() == weekday && (date.getDayOfMonth() - 1) / 7 + 1 == week);
      case 1 ->
          new Part<>(
              weekday.name().substring(0, 3) + "L",
              date -> date.equals(date.with(TemporalAdjusters.lastInMonth(weekday))));
      case 2 -> {
        Part<Integer> list = list(0, 6);
        yield new Part<>(
            list.text(), date -> list.names().test(date.getDayOfWeek().getValue() % 7));
      }
      case 3 -> new Part<>(String.valueOf(day), date -> date.getDayOfWeek() == weekday);
      default -> new Part<>("*", date -> true);
    };
  }
}
