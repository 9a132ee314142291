package dev.awa.worker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the clock of the database says, as the last beat was told and as time has passed here since.
 * Off by half the round trip of that beat, which is a millisecond or so: good enough for what is
 * only told, and nothing is decided by it. Read by any thread.
 */
final class DatabaseClock {
  private volatile @Nullable Reading last;

  private record Reading(Instant at, long nanos) {}

  /**
   * The database has said what time it is.
   *
   * @param askedNanos the time of this process before it was asked
   * @param answeredNanos the time of this process after it answered
   */
  void says(Instant at, long askedNanos, long answeredNanos) {
    last = new Reading(at, askedNanos + (answeredNanos - askedNanos) / 2);
  }

  /** How long ago a moment of the database was; zero if it is to come, or nobody was asked yet. */
  Duration since(Instant moment) {
    Reading reading = last;
    if (reading == null) {
      return Duration.ZERO;
    }
    Duration since =
        Duration.between(moment, reading.at()).plusNanos(System.nanoTime() - reading.nanos());
    return since.isNegative() ? Duration.ZERO : since;
  }
}
