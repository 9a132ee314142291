package dev.awa.worker;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long the database takes to commit, as far as the worker can tell: the quickest of its last 16
 * flushes, each of which is a statement and a commit that is waited for. On a local disk a
 * millisecond or two, behind a synchronous standby the way there and back.
 *
 * <p>From it follows what may be notified. The server lets one transaction that notifies commit at
 * a time, in the whole cluster: so no more than one can in each such span, and producers queue up
 * for their turn long before.
 */
final class CommitPace {
  /** What is taken for it before the first flush. */
  private static final Duration FIRST = Duration.ofMillis(1);

  /** Which share of the time may be spent in commits that notify. */
  private static final double BEARABLE = 0.7;

  private final long[] last = new long[16];
  private int next;
  private volatile long quickest = FIRST.toNanos();

  CommitPace() {
    Arrays.fill(last, Long.MAX_VALUE);
  }

  /** A flush took so long. Called by one thread. */
  void took(long nanos) {
    last[next] = nanos;
    next = (next + 1) % last.length;
    long least = nanos;
    for (long one : last) {
      least = Math.min(least, one);
    }
    quickest = Math.max(1, least);
  }

  /** Of a second's transactions so many may notify. */
  double notifiable() {
    return BEARABLE * Duration.ofSeconds(1).toNanos() / quickest;
  }

  /** This part of a commit, but at least and at most as long. */
  Duration part(double share, Duration least, Duration most) {
    Duration part = Duration.ofNanos((long) (quickest * share));
    if (part.compareTo(least) < 0) {
      return least;
    }
    return part.compareTo(most) < 0 ? part : most;
  }
}
