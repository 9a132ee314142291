package dev.awa.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The attempts of a worker that have been given a thread and have not ended. */
final class Running {
  private static final ThreadLocal<Running> CURRENT = new ThreadLocal<>();

  private static final int MOST_NAMED = 10;

  /** As their lanes have them. */
  private static final Comparator<Attempt> CLAIMED =
      Comparator.<Attempt>comparingInt(attempt -> attempt.claim().lane())
          .thenComparingLong(attempt -> attempt.claim().claimNo())
          .thenComparingInt(attempt -> attempt.run().ordinal());

  /** An attempt and how long it has taken when it was looked at. */
  private record Aged(Attempt attempt, Duration took) {}

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

  /** An attempt is over; whether this was the first to say so. */
  boolean end(Attempt attempt) {
    return attempts.remove(attempt);
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

  /** Those whose handlers are at work, the oldest first. */
  List<Attempt> begun() {
    return attempts.stream()
        .filter(attempt -> attempt.start().hasBegun())
        .map(attempt -> new Aged(attempt, attempt.took()))
        .sorted(Comparator.comparing(Aged::took).reversed())
        .map(Aged::attempt)
        .toList();
  }

  /** Those that wait for their thread to get to them, in the order in which they were claimed. */
  List<Attempt> waiting() {
    return attempts.stream()
        .filter(attempt -> attempt.start().isWaiting())
        .sorted(CLAIMED)
        .toList();
  }

  /** Those that somebody takes back, in the order in which they were claimed. */
  List<Attempt> takenBack() {
    return attempts.stream()
        .filter(attempt -> attempt.start().isTakenBack())
        .sorted(CLAIMED)
        .toList();
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

  /**
   * How many handlers are at work and which they are, the oldest first, some of them when there are
   * many; and how many runs have not begun.
   */
  String words() {
    List<Attempt> begun = begun();
    String named =
        begun.stream()
            .limit(MOST_NAMED)
            .map(one ->
                String.format(
                    Locale.ROOT,
                    "job %d (%s, for %d s)",
                    one.job().id(),
                    one.job().kind(),
                    one.took().toSeconds()))
            .collect(Collectors.joining(", "));
    return begun.size()
        + " handlers: "
        + named
        + (begun.size() > MOST_NAMED ? ", ..." : "")
        + waitingWords();
  }

  /** How many have not begun, to be told after others; nothing when it is none. */
  String waitingWords() {
    int waiting = waiting().size();
    return waiting == 0 ? "" : "; " + waiting + " runs have not begun";
  }
}
