package dev.awa.cron;

/** Reads the two fields of days, with {@code ?}, {@code L}, {@code W} and {@code #}. */
final class DayReader {
  private static final int LARGEST_FROM_END = 30;
  private static final int WEEKS = 5;

  private DayReader() {}

  /** A field and its canonical text. */
  record Read<T>(T days, String written) {}

  static Read<MonthDays> monthDays(String text) {
    FieldReader reader = new FieldReader(CronField.DAY_OF_MONTH, text);
    int fromEnd = 0;
    int nearest = 0;
    boolean lastWeekday = false;
    for (String item : reader.items()) {
      if (item.equals("LW")) {
        lastWeekday = true;
        reader.write(item);
      } else if (item.startsWith("L")) {
        int n = fromEnd(item);
        fromEnd |= 1 << n;
        reader.write(n == 0 ? "L" : "L-" + n);
      } else if (item.endsWith("W")) {
        int day = reader.value(item.substring(0, item.length() - 1));
        nearest |= 1 << day;
        reader.write(day + "W");
      } else {
        reader.read(text.equals("?") ? "*" : item);
      }
    }
    MonthDays days = new MonthDays(reader.numbers(), fromEnd, nearest, lastWeekday);
    return new Read<>(days, reader.written());
  }

  private static int fromEnd(String item) {
    int n =
        item.equals("L") ? 0 : item.startsWith("L-") ? FieldReader.number(item.substring(2)) : -1;
    if (n < 0 || n > LARGEST_FROM_END || item.equals("L-0")) {
      throw CronField.DAY_OF_MONTH.refusal(
          item, "must be L for the last day, LW for the last weekday, or L-1 to L-30");
    }
    return n;
  }

  static Read<WeekDays> weekDays(String text) {
    FieldReader reader = new FieldReader(CronField.DAY_OF_WEEK, text);
    int last = 0;
    long nth = 0;
    for (String item : reader.items()) {
      int hash = item.indexOf('#');
      if (item.equals("L")) {
        throw CronField.DAY_OF_WEEK.refusal(
            item,
            "must name the day (write SAT for each Saturday, SATL for the last of the month)");
      } else if (hash >= 0) {
        int day = reader.folded(reader.value(item.substring(0, hash)));
        int week = week(item.substring(hash + 1));
        nth |= 1L << (8 * (week - 1) + day);
        reader.write(day + "#" + week);
      } else if (item.endsWith("L")) {
        int day = reader.folded(reader.value(item.substring(0, item.length() - 1)));
        last |= 1 << day;
        reader.write(day + "L");
      } else {
        reader.read(text.equals("?") ? "*" : item);
      }
    }
    return new Read<>(new WeekDays(reader.numbers(), last, nth), reader.written());
  }

  private static int week(String text) {
    int week = FieldReader.number(text);
    if (week < 1 || week > WEEKS) {
      throw CronField.DAY_OF_WEEK.refusal(text, "must be 1 to 5 behind #");
    }
    return week;
  }
}
