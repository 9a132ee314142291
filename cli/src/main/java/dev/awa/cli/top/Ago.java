package dev.awa.cli.top;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, for a narrow column. */
final class Ago {
  private Ago() {}

  /** {@code 5m ago}; {@code now} where the clocks differ. */
  static String words(Instant then, Instant now) {
    return then.isAfter(now) ? "now" : span(Duration.between(then, now)) + " ago";
  }

  /** Rounded down to one unit; the next larger one from two of it on. */
  static String span(Duration time) {
    if (time.toDays() > 1) {
      return time.toDays() + "d";
    }
    if (time.toHours() > 1) {
      return time.toHours() + "h";
    }
    return time.toMinutes() > 1 ? time.toMinutes() + "m" : time.toSeconds() + "s";
  }
}
