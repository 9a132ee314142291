package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The lengths of a claimer's rests. Used by the thread of the claimer. */
final class Pauses {
  private static final Duration AWAKE = Duration.ofMillis(2);

  /** Behind slow commits a watcher looks this often while one takes place, at least each 25 ms. */
  private static final double WATCH_SHARE = 0.25;

  private static final Duration LONGEST_WATCH = Duration.ofMillis(25);

  /** For how many commits without a job, at least 100 ms, it stays awake. */
  private static final int STAYS_AWAKE = 8;

  private static final Duration SHORTEST_STAY = Duration.ofMillis(100);
  private static final Duration LONGEST_STAY = Duration.ofSeconds(2);

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int LOOKS_SHARE = 150;
  private static final Duration LONGEST_FAIR = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** So many looks at a busy stripe are 2 ms apart: as long as others claim from it in turn. */
  private static final int SHORT_BUSY_RESTS = 8;

  /** Who is named looks at once; if the stripe is still busy, the next rest is 64 ms at most. */
  private static final int BUSY_RESTS_WHEN_NAMED = 12;

  private static final int MOST_BUSY_RESTS = 30;

  private final CommitPace commits;
  private final WorkerConfig config;
  private final Tuning tuning;
  private long asleepNanos = System.nanoTime();
  private int busyRests;

  Pauses(CommitPace commits, WorkerConfig config, Tuning tuning) {
    this.commits = commits;
    this.config = config;
    this.tuning = tuning;
  }

  /** A look found something, or nothing, but no stripe that others have. */
  void notBusy() {
    busyRests = 0;
  }

  /** It was named: what it has found busy it looks at soon again. */
  void named() {
    busyRests = Math.min(busyRests, BUSY_RESTS_WHEN_NAMED);
  }

  void fellAsleep() {
    asleepNanos = System.nanoTime();
  }

  /**
   * Between two looks of one that watches.
   *
   * @param forOthers because others queue up to notify, though not much comes to it
   */
  Duration watching(boolean forOthers) {
    return forOthers ? LONGEST_WATCH : commits.part(WATCH_SHARE, AWAKE, LONGEST_WATCH);
  }

  /** For how long without a job it goes on watching. */
  Duration staysAwake(boolean forOthers) {
    return forOthers ? LONGEST_STAY : commits.part(STAYS_AWAKE, SHORTEST_STAY, LONGEST_STAY);
  }

  /** The rest of one sleeper, times their number: together they look as often as one would. */
  Duration asleep(int sleepers) {
    Duration one = asleepFor(System.nanoTime() - asleepNanos);
    return shorter(one.multipliedBy(sleepers), longer(one, LONGEST));
  }

  private Duration asleepFor(long nanos) {
    if (nanos < 10 * SECOND_NANOS) {
      return tuning.poll();
    }
    Duration longer = tuning.poll().multipliedBy(nanos < 60 * SECOND_NANOS ? 5 : 50);
    return shorter(longer, config.idlePoll());
  }

  /**
   * The same after a look that took some time: to look at a thousand idle queues must take no more
   * than a share of the time.
   */
  Duration asleep(int sleepers, long lookNanos) {
    Duration fair = shorter(Duration.ofNanos(lookNanos * LOOKS_SHARE), LONGEST_FAIR);
    return longer(fair, asleep(sleepers));
  }

  /** Of one that nobody would name. */
  Duration polling() {
    return jittered(tuning.poll());
  }

  /**
   * After a look that found nothing but stripes that others have: 2 ms at first, then twice as long
   * each time, and at most as long as it would rest if there were nothing.
   */
  Duration busy(Duration ifThereWereNothing) {
    busyRests = Math.min(busyRests + 1, MOST_BUSY_RESTS);
    Duration rest = AWAKE.multipliedBy(1L << Math.max(0, busyRests - SHORT_BUSY_RESTS));
    return jittered(shorter(rest, ifThereWereNothing));
  }

  /** Between three quarters and all of it, so that workers that began together don't go on so. */
  private static Duration jittered(Duration rest) {
    long nanos = rest.toNanos();
    return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
