package dev.awa.cron;

import java.util.List;

/** A place in an expression: its name and the numbers and names that it takes. */
enum CronField {
  SECOND("second", 0, 59, ""),
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  /** 7 is read too: Sunday, as 0. */
  DAY_OF_WEEK("day of week", 0, 6, "SUN MON TUE WED THU FRI SAT");

  private final String label;
  private final int min;
  private final int max;

  /** With spaces between them; the first one has the smallest number. */
  private final String names;

  CronField(String label, int min, int max, String names) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.names = names;
  }

  String label() {
    return label;
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  /** The largest number that may be written. */
  int maxWritten() {
    return this == DAY_OF_WEEK ? 7 : max;
  }

  /** How many values there are, which is the largest step. */
  int size() {
    return max - min + 1;
  }

  boolean isOfDays() {
    return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
  }

  /** The number of a name in capital letters; -1 when the field has no such name. */
  int named(String name) {
    int index = names.isEmpty() ? -1 : list().indexOf(name);
    return index < 0 ? -1 : index + min;
  }

  /** What is allowed, for people. */
  String allowed() {
    String numbers = "a number from " + min + " to " + maxWritten();
    return names.isEmpty()
        ? numbers
        : numbers + " or a name from " + list().getFirst() + " to " + list().getLast();
  }

  private List<String> list() {
    return List.of(names.split(" ", -1));
  }

  InvalidCronException refusal(String value, String rule) {
    return new InvalidCronException(label, value.isEmpty() ? "nothing" : value, rule);
  }
}
