package dev.awa;

import java.util.Locale;

/** Where a job is in its life. Written in lower case everywhere outside Java: {@link #word()}. */
public enum JobState {
  /** Waits for its time. */
  SCHEDULED,
  /** Waits for a worker. */
  AVAILABLE,
  /** A worker has claimed it. */
  RUNNING,
  /** Failed an attempt and waits for the next. */
  RETRYABLE,
  /** Waits for somebody outside to call back. */
  WAITING_EXTERNAL,
  /** The handler has said that the work is done. */
  COMPLETED,
  /** Failed for good: a dead letter, unless the queue keeps none. */
  FAILED,
  /** It was cancelled, by somebody or by its handler. */
  CANCELLED;

  /** The state as it is written in SQL, JSON, the CLI and logs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state written as {@link #word()}. */
  public static JobState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether a job in this state will never run again by itself. */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
