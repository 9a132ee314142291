package dev.awa.maintenance;

import dev.awa.StoredOperation.Counts;
import dev.awa.engine.Operations.AtWork;
import dev.awa.engine.Operations.Chunk;
import dev.awa.event.Event;
import dev.awa.event.OperationMoved;
import java.time.Duration;
import java.util.function.Consumer;

/** How quickly an operation is worked off, and what was done since it was told of. */
final class OperationPace {
  /** The most jobs of a chunk. */
  static final int MOST = 1000;

  /**
   * The most of one for which claims wait: after chunks of few jobs, which say little of how long
   * one of many takes, the next must not keep claims for much longer than 20 ms.
   */
  private static final int HELD_MOST = 500;

  /**
   * The first chunk, and the least of one that the database has not refused: to find the jobs takes
   * its time, however few they are, and a busy machine must not make an operation crawl.
   */
  private static final int LEAST = 100;

  private static final long HELD_NANOS = Duration.ofMillis(20).toNanos();
  private static final long FREE_NANOS = Duration.ofMillis(50).toNanos();
  private static final Duration KEPT = Duration.ofMillis(250);
  private static final int KEPT_DOUBLINGS = 5;
  private static final Duration IN_THE_WAY = Duration.ofMillis(50);
  private static final long TOLD_NANOS = Duration.ofSeconds(1).toNanos();

  /** After so long of nothing but refusals, which may be the server's, one job is blamed. */
  private static final long DOUBT_NANOS = Duration.ofSeconds(10).toNanos();

  private final AtWork operation;
  private final Consumer<? super Event> events;
  private int limit = LEAST;
  private long dueNanos = System.nanoTime();
  private long toldNanos = System.nanoTime();
  private Counts counts = Counts.NONE;
  private long tookNanos;
  private boolean ended;
  private int keptInARow;
  private boolean gotThrough;
  private long doubtedNanos;
  private boolean isDoubted;

  /** Of one that has its first chunk before it. */
  OperationPace(AtWork operation, Consumer<? super Event> events) {
    this.operation = operation;
    this.events = events;
  }

  long id() {
    return operation.id();
  }

  /** How many jobs the next chunk treats at most. */
  int limit() {
    return limit;
  }

  boolean isEnded() {
    return ended;
  }

  /** How long until the next chunk. */
  Duration rest() {
    return Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
  }

  /** A chunk was done. */
  void did(Chunk chunk, long took) {
    gotThrough |= chunk.counts().treated() > 0;
    isDoubted &= !gotThrough;
    account(chunk, took);
  }

  /** A chunk was done in which the next job was left out. */
  void leftOut(Chunk chunk, long took) {
    gotThrough = false;
    isDoubted = false;
    account(chunk, took);
  }

  private void account(Chunk chunk, long took) {
    ended = chunk.ended();
    counts = counts.plus(chunk.counts());
    tookNanos += took;
    boolean isKept = chunk.kept() > 0 && chunk.counts().treated() == 0;
    if (isKept && keptInARow > 0) { // the walk goes on past one that it meets
      restFor(KEPT.multipliedBy(1L << Math.min(keptInARow - 1, KEPT_DOUBLINGS)));
    }
    keptInARow = isKept ? keptInARow + 1 : 0;
    limit =
        chunk.held().isZero()
            ? next(took, FREE_NANOS, MOST)
            : next(chunk.held().toNanos(), HELD_NANOS, HELD_MOST);
    if (ended || System.nanoTime() - toldNanos >= TOLD_NANOS) {
      tell(chunk.kept());
    }
  }

  /** After a refusal it grows again, however long it took. */
  private int next(long took, long aim, int most) {
    if (limit < LEAST) {
      return 2 * limit;
    }
    long share = took < aim / 2 ? 2L * limit : limit * Math.min(aim, took) / took;
    return Math.clamp(share, LEAST, most);
  }

  /** What was not yet told, where the operation is at work here no more. */
  void tellTheRest() {
    if (!ended && counts.treated() > 0) {
      tell(0);
    }
  }

  /**
   * Whether a job that was refused alone is to blame, though it may be the server: where others got
   * through since one was blamed last, or nothing has for ten seconds.
   */
  boolean mayBlame() {
    if (!isDoubted) {
      isDoubted = true;
      doubtedNanos = System.nanoTime();
    }
    return gotThrough || System.nanoTime() - doubtedNanos >= DOUBT_NANOS;
  }

  private void tell(long kept) {
    events.accept(
        new OperationMoved(
            operation.id(), operation.verb(), counts, kept, ended, Duration.ofNanos(tookNanos)));
    counts = Counts.NONE;
    tookNanos = 0;
    toldNanos = System.nanoTime();
  }

  /** Another leader is at it, or it was stopped. */
  void isAnothers() {
    restFor(KEPT);
  }

  /** Others were in the way: the same is tried again. */
  void isInTheWay() {
    restFor(IN_THE_WAY);
  }

  /** A chunk was refused: the next is half as large. */
  void halve() {
    limit = limit / 2;
  }

  private void restFor(Duration rest) {
    dueNanos = System.nanoTime() + rest.toNanos();
  }
}
