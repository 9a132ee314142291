package dev.awa.worker;

import dev.awa.engine.Workers.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The silent workers that a leader watches: for how long it has looked at each without a beat in
 * between, and for how long it has seen its session lock free. That time is measured by this
 * process. So nobody is taken for dead because the clock of the database has jumped, or because the
 * database stood still and nobody could beat.
 */
final class Silences {
  private final Map<Last, Silence> known = new HashMap<>();

  /** The beat after which a worker was silent. */
  private record Last(long worker, Instant beatAt) {
    static Last of(Suspect suspect) {
      return new Last(suspect.id(), suspect.beatAt());
    }
  }

  /**
   * How long a worker was watched without a beat.
   *
   * @param since when it was first seen, by the clock of {@link System#nanoTime}
   * @param lockFreeSince when its lock was first seen free, and was free each time since then;
   *     {@link Long#MAX_VALUE}: it was not when it was last looked at
   */
  private record Silence(long since, long lockFreeSince) {
    Silence seen(boolean lockFree, long now) {
      long free = lockFree ? Math.min(lockFreeSince, now) : Long.MAX_VALUE;
      return new Silence(since, free);
    }
  }

  /** What was seen is worth nothing any more. */
  void forget() {
    known.clear();
  }

  /** Looks at those who are silent now; whoever is not among them has beaten. */
  void look(List<Suspect> suspects) {
    long now = System.nanoTime();
    known.keySet().retainAll(suspects.stream().map(Last::of).collect(Collectors.toSet()));
    for (Suspect suspect : suspects) {
      known.merge(
          Last.of(suspect),
          new Silence(now, Long.MAX_VALUE).seen(suspect.lockFree(), now),
          (before, first) -> before.seen(suspect.lockFree(), now));
    }
  }

  /** Whether a worker was watched for longer than a time. */
  boolean lasts(Suspect suspect, Duration time) {
    return isOver(of(suspect).since, time);
  }

  /** Whether its session lock was seen free for longer than a time. */
  boolean lastsWithLockFree(Suspect suspect, Duration time) {
    long since = of(suspect).lockFreeSince;
    return since != Long.MAX_VALUE && isOver(since, time);
  }

  private Silence of(Suspect suspect) {
    Silence silence = known.get(Last.of(suspect));
    if (silence == null) {
      throw new IllegalStateException("nobody has looked at " + suspect);
    }
    return silence;
  }

  private static boolean isOver(long since, Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }
}
