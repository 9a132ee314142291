package dev.awa.admin.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The moment of which a page tells, and the zone in which it tells times: UTC, or the visitor's own
 * as their browser calls it.
 */
record Now(Instant at, ZoneId zone) {
  /** What the browser keeps the choice in: the name of its zone; none: UTC. */
  static final String COOKIE = "awa.zone";

  /** A sample is up to 15 s old, and may have taken 5 s. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  /** Longer than any name of a zone. */
  private static final int NAME_CHARACTERS = 64;

  private static final DateTimeFormatter WHOLE = format("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CLOCK = format("HH:mm:ss");
  private static final DateTimeFormatter ZONE = format("zzz");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.UK);
  }

  /** The zone of a name; UTC when there is none of that name. */
  static ZoneId zone(String name) {
    return isZone(name) ? ZoneId.of(name).normalized() : ZoneOffset.UTC;
  }

  static boolean isZone(String name) {
    try {
      return name.length() <= NAME_CHARACTERS && ZoneId.of(name).getRules() != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static boolean isUtc(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC);
  }

  /**
   * Whether what the page tells is older than it is while the database answers: a sample is shown
   * for a while when it does not ({@link Samples#OLD}).
   */
  boolean isOld() {
    return Duration.between(at, Instant.now()).compareTo(USUAL) > 0;
  }

  /** Another moment, told in the same zone. */
  Now with(Instant other) {
    return new Now(other, zone);
  }

  /** The time of a day: 14:05:09. */
  String clock(Instant time) {
    return CLOCK.withZone(zone).format(time);
  }

  /** With its day and its zone, which may have summer time then. */
  String whole(Instant time) {
    return WHOLE.withZone(zone).format(time) + " " + zoneAt(time);
  }

  /** The same, and in UTC where that is another: what the pointer tells. */
  String hover(Instant time) {
    return isUtc(zone) ? whole(time) : whole(time) + " · " + with(ZoneOffset.UTC).whole(time);
  }

  private Now with(ZoneId other) {
    return new Now(at, other);
  }

  private String zoneAt(Instant time) {
    return isUtc(zone) ? "UTC" : ZONE.withZone(zone).format(time);
  }

  /** What times are told in now, in a word: UTC, CET. */
  String zoneName() {
    return zoneAt(at);
  }

  /** When something is or was, see {@link Words#from}. */
  String from(Instant then) {
    return Words.from(at, then);
  }

  /** For how long something goes on; not negative, also where clocks of machines differ. */
  Duration since(Instant then) {
    return Words.atLeastZero(Duration.between(then, at));
  }
}
