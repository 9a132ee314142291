package dev.awa.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A time back from now that charts show, in steps. */
enum TimeRange {
  HOUR("1h", "1 h", "1m", "HH:mm", 60),
  SIX_HOURS("6h", "6 h", "10m", "HH:mm", 36),
  DAY("24h", "24 h", "30m", "HH:mm", 48),
  WEEK("7d", "7 d", "4h", "MM-dd HH:mm", 42);

  private final String word;
  private final String shown;
  private final String stepWord;
  private final DateTimeFormatter format;
  private final int steps;

  TimeRange(String word, String shown, String stepWord, String pattern, int steps) {
    this.word = word;
    this.shown = shown;
    this.stepWord = stepWord;
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    this.steps = steps;
  }

  /** The range of a word in the address; an hour when there is none, or another. */
  static TimeRange of(@Nullable String word) {
    return Stream.of(values()).filter(one -> one.word.equals(word)).findFirst().orElse(HOUR);
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

  /**
   * How far back the API has to look so that it has all steps whole.
   *
   * @return as the API takes it
   */
  String reach() {
    return step().multipliedBy(steps + 1L).toString();
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
