package dev.awa.pace;

import dev.awa.event.Event;
import dev.awa.event.StepFailed;
import dev.awa.event.StepRecovered;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What is announced of something that is tried again and again. The log is told the first failure,
 * then one a minute, and that it works again once it has done so for ten seconds: a database that
 * is away, or comes and goes, is a page of log and not a gigabyte. Used by one thread.
 */
public final class Trouble {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Consumer<? super Event> events;
  private final String step;
  private long toldNanos;
  private long failures;
  private long worksSinceNanos;
  private boolean works = true;

  /**
   * None yet.
   *
   * @param step what may fail
   */
  public Trouble(Consumer<? super Event> events, String step) {
    this.events = events;
    this.step = step;
  }

  /**
   * It has failed.
   *
   * @param now the time in nanoseconds; only differences count
   */
  public void failed(Throwable failure, long now) {
    works = false;
    failures++;
    boolean isNews = failures == 1 || now - toldNanos > INTERVAL_NANOS;
    if (isNews) {
      toldNanos = now;
    }
    events.accept(new StepFailed(step, failures, failure, isNews));
  }

  /** It did not fail, which is told once it has been so for a while. */
  public void worked(long now) {
    if (failures == 0) {
      return;
    }
    if (!works) {
      works = true;
      worksSinceNanos = now;
    } else if (now - worksSinceNanos > PROOF_NANOS) {
      events.accept(new StepRecovered(step, failures));
      failures = 0;
    }
  }
}
