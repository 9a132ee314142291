package dev.awa.event;

import java.time.Duration;

/**
 * The worker has no handler for any kind.
 *
 * @param delay for how long it puts back each job that it claims
 */
public record HandlersMissing(Duration delay) implements WorkerEvent {
  @Override
  public String words() {
    return "has no handler at all: each job that it claims is put back for " + delay;
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
