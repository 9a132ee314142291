package dev.awa;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Of which time, queue and kind statistics are. Immutable; begin with {@link #last} or {@link
 * #between}.
 */
public final class StatsFilter {
  private final Duration last;
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final @Nullable String queue;
  private final @Nullable String kind;

  private StatsFilter(
      Duration last,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String queue,
      @Nullable String kind) {
    this.last = last;
    this.from = from;
    this.to = to;
    this.queue = queue;
    this.kind = kind;
  }

  /**
   * Until now, by the clock of the database; of all queues and kinds.
   *
   * @param time 1 s to 3650 days. Timings are kept for 90 days, depths for two
   * @throws IllegalArgumentException when that is out of its range
   */
  public static StatsFilter last(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Limits.MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "time: must be 1 s to %d days, got %s",
              Limits.MAX_DELAY.toDays(),
              time));
    }
    return new StatsFilter(time, null, null, null, null);
  }

  /**
   * From a time on, before another; of all queues and kinds.
   *
   * @throws IllegalArgumentException when the second is not after the first
   */
  public static StatsFilter between(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("to: must be after " + from + ", got " + to);
    }
    return new StatsFilter(Duration.ZERO, from, to, null, null);
  }

  /** The same of one queue. */
  public StatsFilter withQueue(String value) {
    return new StatsFilter(last, from, to, value, kind);
  }

  /** The same of one kind. */
  public StatsFilter withKind(String value) {
    return new StatsFilter(last, from, to, queue, value);
  }

  /** How far it reaches back from now; zero where {@link #from} says from when it is. */
  public Duration last() {
    return last;
  }

  /** From when on; null where {@link #last} says so. */
  public @Nullable Instant from() {
    return from;
  }

  /** Until when; null for now. */
  public @Nullable Instant to() {
    return to;
  }

  /** The queue; null for all. */
  public @Nullable String queue() {
    return queue;
  }

  /** The kind; null for all. */
  public @Nullable String kind() {
    return kind;
  }
}
