package dev.awa;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a job is, or was when the attempt ended that told it last.
 *
 * @param percent 0 to 100
 * @param message what the handler said of it, for people; may be empty. Its first 500 characters
 *     are kept
 * @param at when it was stored: up to one beat of the worker (2 s) after it was said
 */
public record JobProgress(double percent, String message, Instant at) {
  /**
   * Refuses what is no part of a whole.
   *
   * @throws IllegalArgumentException when percent is not 0 to 100
   */
  public JobProgress {
    if (!(percent >= 0 && percent <= 100)) { // NaN is neither
      throw new IllegalArgumentException("progress: percent must be 0 to 100, got " + percent);
    }
    message = Objects.requireNonNullElse(message, "");
  }
}
