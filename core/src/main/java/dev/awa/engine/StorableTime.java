package dev.awa.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Which times are sent to PostgreSQL: those of the years 1 to 9999, which it reads as ISO text. */
public final class StorableTime {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Duration LONGEST_AGO = Duration.ofDays(365_000);

  private static final int MICROS_SCALE = 6;

  private StorableTime() {}

  /**
   * Checks a time.
   *
   * @throws IllegalArgumentException when it is not one of the years 1 to 9999
   */
  public static Instant require(String field, Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new IllegalArgumentException(
          field + ": must be a time of the years 1 to 9999, got " + time);
    }
    return time;
  }

  /**
   * A span as text that every PostgreSQL reads as an interval: {@code 720 hours 1.500000 seconds},
   * rounded down to the microsecond. PostgreSQL 14 takes no more than 2,147,483,647 of one unit.
   *
   * @param sign before each number: {@code -} for a span that is over, else nothing
   */
  static String span(String sign, Duration span) {
    BigDecimal seconds =
        BigDecimal.valueOf(span.minusHours(span.toHours()).toNanos() / 1000, MICROS_SCALE);
    return sign + span.toHours() + " hours " + sign + seconds.toPlainString() + " seconds";
  }

  /**
   * Checks how long ago something was.
   *
   * @throws IllegalArgumentException when it is more than 365,000 days
   */
  static Duration requireAgo(String field, Duration ago) {
    if (ago.compareTo(LONGEST_AGO) > 0) {
      throw new IllegalArgumentException(
          field + ": must be at most 365000 days ago, got " + ago.toDays() + " days");
    }
    return ago;
  }
}
