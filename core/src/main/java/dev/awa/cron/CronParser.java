package dev.awa.cron;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the text of an expression. Everything is bounded by its length. */
final class CronParser {
  static final int MAX_LENGTH = 255;

  private static final Map<String, String> MACROS =
      Map.of(
          "@YEARLY", "0 0 1 1 *",
          "@ANNUALLY", "0 0 1 1 *",
          "@MONTHLY", "0 0 1 * *",
          "@WEEKLY", "0 0 * * 0",
          "@DAILY", "0 0 * * *",
          "@MIDNIGHT", "0 0 * * *",
          "@HOURLY", "0 * * * *");

  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final Pattern STEP_OR_WEEK = Pattern.compile("[#/]\\d*");
  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final LocalDate SOME_DAY = LocalDate.of(2000, 1, 1);

  private CronParser() {}

  /** What was read, and its canonical text. */
  record Parsed(LocalTimes times, String canonical) {}

  static Parsed parse(String text) {
    checkCharacters(text);
    String whole = text.replace('\t', ' ').strip().toUpperCase(Locale.ROOT);
    List<String> fields = fields(whole.startsWith("@") ? macro(whole) : whole);
    checkWeekdayNumbers(fields.get(3), fields.get(5));
    FieldReader seconds = new FieldReader(CronField.SECOND, fields.get(0));
    FieldReader minutes = new FieldReader(CronField.MINUTE, fields.get(1));
    FieldReader hours = new FieldReader(CronField.HOUR, fields.get(2));
    Times times = new Times(hours.readAll(), minutes.readAll(), seconds.readAll());
    DayReader.Read<MonthDays> monthDays = DayReader.monthDays(fields.get(3));
    FieldReader months = new FieldReader(CronField.MONTH, fields.get(4));
    Numbers inMonths = months.readAll();
    DayReader.Read<WeekDays> weekDays = DayReader.weekDays(fields.get(5));
    Days days = new Days(monthDays.days(), inMonths, weekDays.days());
    checkThatItFires(days, whole);
    String canonical =
        String.join(
            " ",
            seconds.written(),
            minutes.written(),
            hours.written(),
            monthDays.written(),
            months.written(),
            weekDays.written());
    return new Parsed(new LocalTimes(days, times), withoutSecondZero(canonical));
  }

  private static void checkCharacters(String text) {
    if (text.length() > MAX_LENGTH) {
      throw refusal(
          text.length() + " characters", "must have at most " + MAX_LENGTH + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        String found = String.format(Locale.ROOT, "U+%04X at position %d", (int) c, i + 1);
        throw refusal(found, "must be of ASCII letters, digits, signs, spaces and tabs");
      }
    }
  }

  private static String macro(String name) {
    String meant = MACROS.get(name);
    if (meant == null) {
      throw refusal(
          name,
          "must be one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, or"
              + " have fields (write */5 * * * * for each five minutes)");
    }
    return meant;
  }

  /** Always six. */
  private static List<String> fields(String text) {
    String[] fields = BLANKS.split(text, -1);
    if (text.isEmpty() || fields.length < 5 || fields.length > 6) {
      throw refusal(
          (text.isEmpty() ? 0 : fields.length) + " fields",
          "must have 5 fields (minute, hour, day of month, month, day of week), or 6 with the"
              + " second first; there is no field for years");
    }
    return List.of(BLANKS.split(fields.length == 5 ? "0 " + text : text, -1));
  }

  /** Quartz counts from Sunday = 1, and only there one has to write a question mark. */
  private static void checkWeekdayNumbers(String monthDays, String weekDays) {
    String values = STEP_OR_WEEK.matcher(weekDays).replaceAll("");
    if (monthDays.equals("?") && DIGIT.matcher(values).find()) {
      throw CronField.DAY_OF_WEEK.refusal(
          weekDays,
          "must be names, MON or FRI, beside ? as day of month: Quartz counts from Sunday = 1, cron"
              + " from Sunday = 0 (with cron's numbers write * instead of ?)");
    }
  }

  /** All kinds of years, leap or not and with each weekday first, come within 41 of them. */
  private static void checkThatItFires(Days days, String text) {
    if (days.atOrAfter(SOME_DAY, SOME_DAY.plusYears(CronExpression.HORIZON_YEARS)) == null) {
      throw refusal(text, "must name a day that exists; in 41 years there is none");
    }
  }

  private static String withoutSecondZero(String canonical) {
    return canonical.startsWith("0 ") ? canonical.substring(2) : canonical;
  }

  private static InvalidCronException refusal(String value, String rule) {
    return new InvalidCronException("expression", value, rule);
  }
}
