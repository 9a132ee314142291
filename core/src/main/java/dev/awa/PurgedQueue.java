package dev.awa;

import java.time.Instant;

/**
 * What {@link dev.awa.client.Queues#purge} has taken away: how many jobs there were of those that
 * waited, by state.
 *
 * @param queue its name
 * @param at when
 * @param available jobs that waited for a worker
 * @param scheduled jobs that waited for their time
 * @param retryable jobs that waited for their next attempt
 */
public record PurgedQueue(
    String queue, Instant at, long available, long scheduled, long retryable) {
  /** How many jobs that is together. */
  public long jobs() {
    return available + scheduled + retryable;
  }
}
