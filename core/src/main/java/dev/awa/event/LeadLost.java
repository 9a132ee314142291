package dev.awa.event;

import java.time.Duration;

/**
 * The worker does not lead any more: it has given up the lead or ended, or another has taken it.
 *
 * @param workerId the worker, by the id that it led as
 * @param term which leadership it was
 * @param lasted for how long the worker has led
 */
public record LeadLost(long workerId, long term, Duration lasted) implements MaintenanceEvent {
  @Override
  public String words() {
    return "does not lead any more, after "
        + Words.span(lasted)
        + ", as worker "
        + workerId
        + ", term "
        + term;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
