package dev.awa.maintenance;

import dev.awa.engine.Deaths.Suspect;
import dev.awa.engine.Workers.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The silent workers that a leader watches: for how long it has looked at each without a beat in
 * between, and for how long it has seen its session lock free. That time is measured by this
 * process, and counts only while the leader gets answers: so a jump of the database's clock takes
 * nobody for dead. Neither does a database that stands still for longer than the network timeout,
 * after which what was seen is forgotten; a shorter standstill counts against who was silent when
 * it began. It is all that counts against a worker whose last beat lies in the future.
 */
final class Silences {
  private static final int WATCHED_BEATS = 2;

  /** After a restart of the database every lock is free; the living take theirs back meanwhile. */
  private static final Duration LOCK_FREE = Duration.ofSeconds(2);

  private final Map<Last, Silence> known = new HashMap<>();
  private final LongSupplier nanos;

  /**
   * Nobody is known to be silent.
   *
   * @param nanos the time in nanoseconds; only differences count
   */
  Silences(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The beat after which a worker was silent. */
  private record Last(long worker, Instant beatAt) {
    static Last of(Suspect suspect) {
      return new Last(suspect.id(), suspect.beatAt());
    }
  }

  /**
   * How long a worker was watched without a beat.
   *
   * @param since when it was first seen, in nanoseconds
   * @param lockFreeSince when its lock was first seen free, and was free each time since then;
   *     null: it was not when it was last looked at
   */
  private record Silence(long since, @Nullable Long lockFreeSince) {
    Silence seen(boolean lockFree, long now) {
      if (!lockFree) {
        return new Silence(since, null);
      }
      return lockFreeSince == null ? new Silence(since, now) : this;
    }
  }

  /** What was seen is worth nothing any more. */
  void forget() {
    known.clear();
  }

  /** Looks at those who are silent now; whoever is not among them has beaten. */
  void look(List<Suspect> suspects) {
    long now = nanos.getAsLong();
    known.keySet().retainAll(suspects.stream().map(Last::of).collect(Collectors.toSet()));
    for (Suspect suspect : suspects) {
      known.merge(
          Last.of(suspect),
          new Silence(now, null).seen(suspect.lockFree(), now),
          (before, first) -> before.seen(suspect.lockFree(), now));
    }
  }

  /**
   * Whether a worker is dead, by what it promised itself: silent for its lease, two beats of it
   * before the eyes of this leader; or for its grace time, with its session lock seen free. A beat
   * of the future says nothing of the silence: then all of it must have been watched.
   *
   * @param seesLocks whether what was seen of session locks can be relied on
   */
  boolean isDead(Suspect suspect, boolean seesLocks) {
    Promise promise = suspect.promise();
    return (isSilentFor(promise.lease(), suspect)
            && lasts(suspect, promise.beat().multipliedBy(WATCHED_BEATS)))
        || (seesLocks
            && isSilentFor(promise.deathGrace(), suspect)
            && lastsWithLockFree(suspect, LOCK_FREE));
  }

  private boolean isSilentFor(Duration time, Suspect suspect) {
    return suspect.silent().compareTo(time) > 0 || lasts(suspect, time);
  }

  /** Whether a worker was watched for longer than a time. */
  boolean lasts(Suspect suspect, Duration time) {
    return isOver(of(suspect).since, time);
  }

  /** Whether its session lock was seen free for longer than a time. */
  boolean lastsWithLockFree(Suspect suspect, Duration time) {
    Long since = of(suspect).lockFreeSince;
    return since != null && isOver(since, time);
  }

  private Silence of(Suspect suspect) {
    Silence silence = known.get(Last.of(suspect));
    if (silence == null) {
      throw new IllegalStateException("nobody has looked at " + suspect);
    }
    return silence;
  }

  private boolean isOver(long since, Duration time) {
    return nanos.getAsLong() - since > TimeUnit.NANOSECONDS.convert(time); // saturates
  }
}
