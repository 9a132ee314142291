package dev.awa.worker;

import java.time.Duration;

/**
 * Whether the commits that notify queue up for each other, whoever makes them: when in three looks,
 * a second apart, two sessions or more waited for their turn; in one look, within a minute after
 * that. Of a server that is a fifth busy with such commits the three are seen once in days, of one
 * that is busy with nothing else always.
 */
final class Congestion {
  private static final long APART_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long FORGOTTEN_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long KNOWN_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int WAITING = 2;
  private static final int LOOKS = 3;

  private long lookedNanos;
  private long seenNanos;
  private int inARow;

  Congestion(long now) {
    lookedNanos = now;
    seenNanos = now - KNOWN_NANOS;
  }

  /** Whether it is time for a look. */
  boolean isLookDue(long now) {
    return now - lookedNanos >= APART_NANOS;
  }

  /** So many waited. Answers whether they queue up. */
  boolean isSeen(int waiting, long now) {
    if (waiting < WAITING || now - lookedNanos > FORGOTTEN_NANOS) {
      inARow = 0;
    }
    lookedNanos = now;
    if (waiting < WAITING) {
      return false;
    }
    inARow++;
    if (inARow < LOOKS && now - seenNanos >= KNOWN_NANOS) {
      return false;
    }
    seenNanos = now;
    return true;
  }
}
