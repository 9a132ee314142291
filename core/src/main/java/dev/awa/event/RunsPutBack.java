package dev.awa.event;

import java.time.Duration;

/**
 * Runs were put back because their threads did not get to begin.
 *
 * @param runs how many
 * @param waited for how long they had waited, at least
 * @param occupants who keeps the processors, in words
 */
public record RunsPutBack(long runs, Duration waited, String occupants) implements WorkerEvent {
  @Override
  public String words() {
    return "put back "
        + runs
        + " runs that had not begun after "
        + waited.toSeconds()
        + " s; other workers can run them. Every processor of the virtual threads is kept by "
        + occupants
        + ". Until one is free this worker claims nothing. A virtual thread gives up its processor"
        + " only when it waits. A handler that computes for long should call Thread.sleep(1) now"
        + " and then (Thread.yield() does not help), or give the work to a pool of platform threads"
        + " and wait for the result";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
