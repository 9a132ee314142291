package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Limits;
import java.time.Duration;

/** How long a time a job is given may be. */
record Span(Duration min, Duration max, String rule) {
  static final Span DELAY = new Span(Duration.ZERO, Limits.MAX_DELAY, "must be 0 to 3650 days");
  static final Span DEADLINE =
      new Span(Limits.MIN_DEADLINE, Limits.MAX_DEADLINE, "must be 1 ms to 7 days");
  static final Span PERIOD =
      new Span(Duration.ofSeconds(1), Limits.MAX_DELAY, "must be 1 s to 3650 days");
  static final Span LONGEST_WAIT =
      new Span(Duration.ofSeconds(1), Limits.MAX_DELAY, "must be 1 s to 3650 days");

  /**
   * The time, when it is as long as it may be.
   *
   * @throws InvalidJobException when it is shorter or longer
   */
  Duration checked(String field, Duration time) {
    if (time.compareTo(min) < 0 || time.compareTo(max) > 0) {
      throw new InvalidJobException(field, time, rule);
    }
    return time;
  }

  /** In whole units of so many nanoseconds, rounded up: never shorter than was asked for. */
  static long inUnits(Duration time, long nanos) {
    return Math.ceilDiv(time.toNanos(), nanos);
  }
}
