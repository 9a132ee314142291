package dev.awa.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A time back from now that all charts and percentiles of a page are of, in steps. It is in the
 * address, and links between pages with charts carry it.
 */
enum TimeRange {
  HOUR("1h", "1 h", "1m", "minute", "HH:mm", 60, 12),
  SIX_HOURS("6h", "6 h", "10m", "10 min", "HH:mm", 36, 24),
  DAY("24h", "24 h", "30m", "30 min", "HH:mm", 48, 24),
  WEEK("7d", "7 d", "4h", "4 h", "MM-dd HH:mm", 42, 24);

  /** Its name in an address. */
  static final String NAME = "range";

  /** For how long it is written down what queues hold. */
  private static final Duration DEPTHS_KEPT = Duration.ofDays(2);

  /** Pages with charts, from the mount. */
  private static final List<String> WITH_CHARTS = List.of("", "queues", "kinds");

  private final String word;
  private final String shown;
  private final String stepWord;
  private final String stepShown;
  private final DateTimeFormatter format;
  private final int steps;
  private final int bars;

  TimeRange(
      String word,
      String shown,
      String stepWord,
      String stepShown,
      String pattern,
      int steps,
      int bars) {
    this.word = word;
    this.shown = shown;
    this.stepWord = stepWord;
    this.stepShown = stepShown;
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    this.steps = steps;
    this.bars = bars;
  }

  /**
   * The range of the address that was asked for; an hour when it has none.
   *
   * @throws Refused when it has another than there are
   */
  static TimeRange of(Fields query) {
    String typed = query.find(NAME);
    return typed == null
        ? HOUR
        : find(typed)
            .orElseThrow(() ->
                Refused.of(
                    400,
                    "There is no such time range",
                    "range: must be " + words() + ", got " + Words.cut(typed, 40)));
  }

  static Optional<TimeRange> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  private static String words() {
    return Arrays.stream(values()).map(TimeRange::word).collect(Collectors.joining(", "));
  }

  /** What a link to a page with charts ends with, so that it shows the same range. */
  String tail() {
    return this == HOUR ? "" : "?" + NAME + "=" + word;
  }

  /** A place below the mount, with the range where the page has charts. */
  String carriedBy(String place) {
    boolean hasCharts = WITH_CHARTS.contains(place.replaceFirst("/.*", ""));
    if (!hasCharts || this == HOUR) {
      return place;
    }
    return (place.isEmpty() ? "./" : place) + tail();
  }

  /**
   * The address of the same page with this range; what else it asked for is left out.
   *
   * @param segment the last part of its path; empty: it is where the dashboard is mounted
   */
  String link(String segment) {
    return (segment.isEmpty() ? "./" : segment) + "?" + NAME + "=" + word;
  }

  /** As in the address, and as the API takes it. */
  String word() {
    return word;
  }

  /** For people. */
  String shown() {
    return shown;
  }

  /** How long a step is, as the API takes it. */
  String stepWord() {
    return stepWord;
  }

  /** How long a step is, for people. */
  String stepShown() {
    return stepShown;
  }

  int steps() {
    return steps;
  }

  Duration step() {
    return switch (this) {
      case HOUR -> Duration.ofMinutes(1);
      case SIX_HOURS -> Duration.ofMinutes(10);
      case DAY -> Duration.ofMinutes(30);
      case WEEK -> Duration.ofHours(4);
    };
  }

  private Duration whole() {
    return step().multipliedBy(steps);
  }

  /** How many bars a small chart of what waited has. */
  int bars() {
    return bars;
  }

  /** How much of the range is kept of what queues held: all, or two days. */
  Duration depths() {
    return whole().compareTo(DEPTHS_KEPT) > 0 ? DEPTHS_KEPT : whole();
  }

  Duration bar() {
    return depths().dividedBy(bars);
  }

  /** Whether what queues held is kept for less than the range. */
  boolean isCut() {
    return depths().compareTo(whole()) < 0;
  }

  /**
   * How far back the API has to look so that it has all steps whole.
   *
   * @return as the API takes it
   */
  String reach() {
    return whole().plus(step()).toString();
  }

  /** Where the last whole step ends: the one that goes on is not shown. */
  Instant end(Instant now) {
    long step = step().toSeconds();
    return Instant.ofEpochSecond(now.getEpochSecond() / step * step);
  }

  /** A time on the axis. */
  String axis(Instant time, ZoneId zone) {
    return format.withZone(zone).format(time);
  }
}
