package dev.awa.cron;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the items of one field, in capital letters: numbers, names, ranges and steps. Gathers their
 * values, and how they are written in the canonical text.
 */
final class FieldReader {
  private final CronField field;
  private final String text;
  private final List<String> written = new ArrayList<>();
  private long bits;

  FieldReader(CronField field, String text) {
    this.field = field;
    this.text = text;
  }

  List<String> items() {
    return List.of(text.split(",", -1));
  }

  /** All items, when none of them is special. */
  Numbers readAll() {
    items().forEach(this::read);
    return numbers();
  }

  /** One item that is not special: {@code *}, a value or a range, with a step or without. */
  void read(String item) {
    int slash = item.indexOf('/');
    String body = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item.substring(slash + 1));
    int dash = body.indexOf('-');
    if (body.equals("*")) {
      add(field.min(), field.max(), step);
      write(step == 1 ? "*" : "*/" + step);
    } else if (dash >= 0) {
      range(value(body.substring(0, dash)), body.substring(dash + 1), step);
    } else if (slash < 0) {
      int value = folded(value(body));
      add(value, value, 1);
      write(String.valueOf(value));
    } else {
      range(value(body), String.valueOf(openEnd(item, body, step)), step);
    }
  }

  /** Notes how a special item is written. */
  void write(String item) {
    written.add(item);
  }

  Numbers numbers() {
    return new Numbers(bits, text.startsWith("*") || text.equals("?"));
  }

  String written() {
    return String.join(",", written);
  }

  /** A number or a name, as it is written: Sunday may be 7. */
  int value(String value) {
    int named = field.named(value);
    int number = named >= 0 ? named : number(value);
    if (number < field.min() || number > field.maxWritten()) {
      throw field.refusal(value, "must be " + field.allowed());
    }
    return number;
  }

  /** Sunday is 0. */
  int folded(int value) {
    return value > field.max() ? field.min() : value;
  }

  /** One or two digits; -1 for all else. */
  static int number(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 2
            && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return isNumber ? Integer.parseInt(digits) : -1;
  }

  private int step(String step) {
    int number = number(step);
    if (number < 1 || number > field.size()) {
      throw field.refusal(step, "a step must be a number from 1 to " + field.size());
    }
    return number;
  }

  private int openEnd(String item, String from, int step) {
    if (field.isOfDays()) {
      String range = from + "-" + field.max() + "/" + step;
      throw field.refusal(item, "a step needs a range or a star (write " + range + ")");
    }
    return field.max();
  }

  private void range(int from, String end, int step) {
    int to = value(end);
    boolean endsWithSunday = field.named(end) == 0 && from > 0;
    to = endsWithSunday ? field.maxWritten() : to;
    if (from > to) {
      throw field.refusal(
          from + "-" + end, "a range must go upwards (write " + wrapped(from, to) + ")");
    }
    add(from, to, step);
    String steps = step == 1 ? "" : "/" + step;
    write(from == to ? String.valueOf(folded(from)) : from + "-" + to + steps);
  }

  private String wrapped(int from, int to) {
    String end = from > field.max() ? "" : plain(from, field.max()) + ",";
    return end + plain(field.min(), to);
  }

  private static String plain(int from, int to) {
    return from == to ? String.valueOf(from) : from + "-" + to;
  }

  private void add(int from, int to, int step) {
    for (int value = from; value <= to; value += step) {
      bits |= 1L << folded(value);
    }
  }
}
