package dev.awa.pace;

import dev.awa.event.Event;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One of several things in turn that fails by itself: for how long it is left alone so that the
 * others have their turn, twice as long after each failure in a row. What is announced of it is a
 * matter of {@link Trouble}. Used by one thread.
 */
public final class Setback {
  private final Trouble trouble;
  private final Duration first;
  private final Duration longest;
  private long overNanos = System.nanoTime();
  private int failures;

  /**
   * Nothing has failed yet.
   *
   * @param name what it is called
   * @param first for how long it is left alone after the first failure
   * @param longest for how long at most
   */
  public Setback(Consumer<? super Event> events, String name, Duration first, Duration longest) {
    this.trouble = new Trouble(events, name);
    this.first = first;
    this.longest = longest;
  }

  /** Whether it has failed when it was tried last. */
  public boolean isFailing() {
    return failures > 0;
  }

  /** For how long it is still left alone; zero when it may be tried. */
  public Duration rest() {
    return Duration.ofNanos(Math.max(0, overNanos - System.nanoTime()));
  }

  /** It did not fail. */
  public void worked() {
    failures = 0;
    trouble.worked(System.nanoTime());
  }

  /** It has failed, and is left alone for a while. */
  public void failed(Exception failure) {
    long now = System.nanoTime();
    trouble.failed(failure, now);
    long millis = Math.min(first.toMillis() << Math.min(failures, 10), longest.toMillis());
    failures++;
    overNanos = now + Duration.ofMillis(millis).toNanos();
  }
}
