package dev.awa.worker;

import dev.awa.pace.Pace;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the log of an attempt where its handler is, once it has run for long, and again each
 * time it has run twice as long: whoever asks at night what a job hangs in finds the answer with
 * the job. On the thread of the watch, which no handler can stop; a bounded number each second, for
 * the watch must not come late to a deadline.
 */
final class LongRuns {
  private static final int MOST_AT_ONCE = 50;

  /** How much is shown of what the application has called. */
  private static final int JDK_FRAMES = 2;

  private final Running running;
  private final Duration first;
  private final Pace looks = new Pace(Duration.ofSeconds(1));

  /** How long those had run that were told of. */
  private final Map<Attempt, Duration> told = new HashMap<>();

  /**
   * Nothing is written yet.
   *
   * @param first after how long an attempt is written of; zero: never
   */
  LongRuns(Running running, Duration first) {
    this.running = running;
    this.first = first;
  }

  /** At least each second: writes of those that it is time for. */
  void look() {
    if (first.isZero() || !looks.isDue()) {
      return;
    }
    List<Attempt> now = running.all();
    told.keySet().retainAll(now);
    now.stream()
        .filter(this::isDue)
        .filter(attempt -> attempt.thread() != null)
        .limit(MOST_AT_ONCE)
        .forEach(this::tell);
  }

  private boolean isDue(Attempt attempt) {
    Duration before = told.get(attempt);
    Duration due = before == null ? first : before.multipliedBy(2);
    return attempt.took().compareTo(due) >= 0;
  }

  /** Says nothing of one whose handler is not called yet, or has just come back. */
  private void tell(Attempt attempt) {
    Duration took = attempt.took();
    Thread thread = attempt.thread();
    String place = thread == null ? null : place(thread, took);
    if (place != null) {
      told.put(attempt, took);
      attempt.log(place);
    }
  }

  /** Null for a thread that is just ending. */
  private static @Nullable String place(Thread thread, Duration took) {
    StackTraceElement[] trace = thread.getStackTrace();
    return trace.length == 0 ? null : Told.of(new Place(took, fromWhatIsCalled(trace)));
  }

  /** Without how the JDK waits inside of what the application has called. */
  private static StackTraceElement[] fromWhatIsCalled(StackTraceElement[] trace) {
    int inside = 0;
    while (inside < trace.length && Occupants.isOfTheJdk(trace[inside])) {
      inside++;
    }
    int from = inside == trace.length ? 0 : Math.max(0, inside - JDK_FRAMES);
    return Arrays.copyOfRange(trace, from, trace.length);
  }

  /** Where a thread is; never thrown. */
  private static final class Place extends Throwable {
    private static final long serialVersionUID = 1;

    private final long seconds;

    Place(Duration took, StackTraceElement[] trace) {
      super(null, null, false, true);
      seconds = took.toSeconds();
      setStackTrace(trace);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // its class says nothing to the reader
    public String toString() {
      return "has run for " + seconds + " s and is here:";
    }
  }
}
