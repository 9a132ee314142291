package dev.awa;

import java.time.Duration;

/** What follows from an attempt, as its handler says. An exception is the same as {@link Retry}. */
public sealed interface Outcome {
  /** The work is done. */
  record Complete() implements Outcome {}

  /**
   * The attempt failed: retry with the kind's back-off, or fail for good when the attempts are used
   * up.
   */
  record Retry(String reason) implements Outcome {}

  /** The attempt failed: retry after this time, or fail for good when the attempts are used up. */
  record RetryAfter(Duration delay, String reason) implements Outcome {
    /**
     * Checks the delay.
     *
     * @throws IllegalArgumentException when it is negative or longer than {@link Limits#MAX_DELAY}
     */
    public RetryAfter {
      requireDelay("retry after", delay);
    }
  }

  /** Not yet: run again after this time; the attempt does not count. */
  record Snooze(Duration delay) implements Outcome {
    /**
     * Checks the delay.
     *
     * @throws IllegalArgumentException when it is negative or longer than {@link Limits#MAX_DELAY}
     */
    public Snooze {
      requireDelay("snooze", delay);
    }
  }

  /** The work is no longer wanted. */
  record Cancel(String reason) implements Outcome {}

  /**
   * The work can't be done: no further attempt. It becomes a dead letter, where the queue keeps
   * them.
   */
  record Fail(String reason) implements Outcome {}

  /** The work is done. */
  static Outcome complete() {
    return new Complete();
  }

  /** The attempt failed: try again after the back-off of the kind, while attempts are left. */
  static Outcome retry(String reason) {
    return new Retry(reason);
  }

  /**
   * The attempt failed: try again after this time, while attempts are left.
   *
   * @throws IllegalArgumentException when the delay is negative or longer than {@link
   *     Limits#MAX_DELAY}
   */
  static Outcome retryAfter(Duration delay, String reason) {
    return new RetryAfter(delay, reason);
  }

  /**
   * Not yet: run again after this time; the attempt does not count.
   *
   * @throws IllegalArgumentException when the delay is negative or longer than {@link
   *     Limits#MAX_DELAY}
   */
  static Outcome snooze(Duration delay) {
    return new Snooze(delay);
  }

  /** The work is no longer wanted: the job is cancelled, with this reason. */
  static Outcome cancel(String reason) {
    return new Cancel(reason);
  }

  /** The work can't be done: the job fails for good, however many attempts are left. */
  static Outcome fail(String reason) {
    return new Fail(reason);
  }

  private static void requireDelay(String what, Duration delay) {
    if (delay.isNegative() || delay.compareTo(Limits.MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          what + ": delay must be 0 to " + Limits.MAX_DELAY.toDays() + " days, got " + delay);
    }
  }
}
