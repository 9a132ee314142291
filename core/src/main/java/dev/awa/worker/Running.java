package dev.awa.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The attempts of a worker that have begun and not ended. */
final class Running {
  private static final ThreadLocal<Running> CURRENT = new ThreadLocal<>();

  private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

  /**
   * An attempt is about to begin; said before its thread starts, so that a shutdown does not
   * overlook it.
   */
  void begin(Attempt attempt) {
    attempts.add(attempt);
  }

  /** The calling thread runs one of the attempts. */
  void enter() {
    CURRENT.set(this);
  }

  void end(Attempt attempt) {
    attempts.remove(attempt);
  }

  /** Whether the calling thread runs one of these attempts. */
  boolean isCaller() {
    return CURRENT.get() == this;
  }

  List<Attempt> all() {
    return List.copyOf(attempts);
  }

  /** Whether each attempt that is left has ended as far as the queue is concerned. */
  boolean allEnded() {
    return attempts.stream().allMatch(Attempt::hasEnded);
  }

  int size() {
    return attempts.size();
  }

  /** Cancels the attempts of a job, if there are any. */
  void cancel(long jobId) {
    for (Attempt attempt : attempts) {
      if (attempt.job().id() == jobId) {
        attempt.cancel();
      }
    }
  }

  void cancelAll() {
    attempts.forEach(Attempt::cancel);
  }

  /** Waits until none is left, at most this long; whether none is left. */
  boolean awaitNone(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!attempts.isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return attempts.isEmpty();
  }
}
