package dev.awa.event;

import java.time.Duration;

/**
 * A transaction pooler stands before the database: notifications can't be heard.
 *
 * @param poll how often the worker looks instead
 * @param lease after which time a killed worker is noticed
 */
public record PoolerFound(Duration poll, Duration lease) implements WorkerEvent {
  @Override
  public String words() {
    return "a transaction pooler stands before the database: notifications can't be heard, so"
        + " jobs wait for the next look, every "
        + poll.toMillis()
        + " ms; a killed worker is noticed when its lease is over, after "
        + lease.toSeconds()
        + " s; the timeouts of the role apply";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
