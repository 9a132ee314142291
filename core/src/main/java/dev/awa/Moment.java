package dev.awa;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time that a filter names: by the calendar, or so long ago on the database's clock. What is "two
 * hours ago" is decided anew whenever the filter is used.
 */
public final class Moment {
  private final @Nullable Instant at;
  private final @Nullable Duration ago;

  private Moment(@Nullable Instant at, @Nullable Duration ago) {
    this.at = at;
    this.ago = ago;
  }

  /**
   * This time. The database keeps microseconds. A call that takes a filter refuses a time outside
   * of the years 1 to 9999.
   */
  public static Moment at(Instant time) {
    return new Moment(Objects.requireNonNull(time), null);
  }

  /**
   * So long ago. A call that takes a filter refuses more than 365,000 days.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public static Moment ago(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("ago: must not be negative, got " + time);
    }
    return new Moment(null, time);
  }

  /** The time by the calendar; empty where the moment is so long ago. */
  public Optional<Instant> time() {
    return Optional.ofNullable(at);
  }

  /** How long ago; empty where the moment is a time by the calendar. */
  public Optional<Duration> age() {
    return Optional.ofNullable(ago);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Moment moment
        && Objects.equals(at, moment.at)
        && Objects.equals(ago, moment.ago);
  }

  @Override
  public int hashCode() {
    return Objects.hash(at, ago);
  }

  /** The time as ISO has it, or {@code -} and the seconds: {@code -7200s}. */
  @Override
  public String toString() {
    return ago == null ? String.valueOf(at) : FilterTimes.text(ago);
  }
}
