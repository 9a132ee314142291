package dev.awa.worker;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The attempts of a worker that have begun and not ended. */
final class Running {
  private static final ThreadLocal<Running> CURRENT = new ThreadLocal<>();

  private static final int MOST_NAMED = 10;

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

  boolean isNone() {
    return attempts.isEmpty();
  }

  /** Which they are, the oldest first; some of them when there are many. */
  String words() {
    List<Attempt> oldest =
        attempts.stream()
            .sorted(Comparator.comparing(Attempt::took).reversed())
            .limit(MOST_NAMED)
            .toList();
    String named =
        oldest.stream()
            .map(one ->
                "job %d (%s, for %d s)"
                    .formatted(one.job().id(), one.job().kind(), one.took().toSeconds()))
            .collect(Collectors.joining(", "));
    return attempts.size() > oldest.size() ? named + ", ..." : named;
  }
}
