package dev.awa;

import java.time.Instant;

/**
 * That a queue was purged, and how many jobs that took away of those that waited, by state.
 *
 * @param at when
 * @param by who did so
 * @param available jobs that waited for a worker
 * @param scheduled jobs that waited for their time
 * @param retryable jobs that waited for their next attempt
 */
public record QueuePurge(Instant at, String by, long available, long scheduled, long retryable) {
  /** How many jobs that is together. */
  public long jobs() {
    return available + scheduled + retryable;
  }
}
