package dev.awa.admin.page;

import dev.awa.QueueSetting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting in a form, with its unit beside it: a number is typed, and nobody has to know how times
 * are written.
 *
 * @param setting which
 * @param value as it is set, as the API takes it; empty: it is not set
 */
record SettingField(QueueSetting setting, String value) {
  /** The units of times, as the API writes them, and as people read them. */
  static final Map<String, String> UNITS = units();

  private static final Pattern TIME = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private static Map<String, String> units() {
    Map<String, String> units = new LinkedHashMap<>();
    units.put("ms", "ms");
    units.put("s", "seconds");
    units.put("m", "minutes");
    units.put("h", "hours");
    units.put("d", "days");
    return units;
  }

  String name() {
    return setting.toString();
  }

  boolean isSet() {
    return !value.isEmpty();
  }

  boolean isTime() {
    return setting.type() == Duration.class;
  }

  boolean isTruth() {
    return setting.type() == Boolean.class;
  }

  /** What stands in the field: of a time its number. */
  String typed() {
    Matcher time = TIME.matcher(value);
    return isTime() && time.matches() ? time.group(1) : value;
  }

  /** The unit of a time that is set, or the one that is usual. */
  String unit() {
    Matcher time = TIME.matcher(value);
    return time.matches() ? time.group(2) : usual();
  }

  private String usual() {
    return switch (setting) {
      case POLL -> "ms";
      case KEEP_COMPLETED -> "h";
      case KEEP_FAILED, KEEP_DEAD_LETTERS -> "d";
      default -> "s";
    };
  }

  /** What a number counts; empty of what is no number. */
  String counts() {
    return switch (setting) {
      case CONCURRENCY -> "jobs at once, each worker";
      case CLAIM_SIZE -> "jobs a call";
      case MAX_ATTEMPTS -> "attempts";
      case STRIPES -> "stripes";
      default -> "";
    };
  }

  /** The values of what is true or false; the first is that nothing is set. */
  static List<String> truths() {
    return List.of("", "true", "false");
  }

  /** A setting as a form has sent it, as the API takes it; empty when nothing was typed. */
  static String sent(Fields form, String name) {
    String typed = form.get("set." + name);
    String unit = form.get("unit." + name);
    boolean hasUnit = UNITS.containsKey(unit) && NUMBER.matcher(typed).matches();
    return hasUnit ? typed + unit : typed;
  }
}
