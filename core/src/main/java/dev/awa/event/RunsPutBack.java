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
        + " s, for other workers: every processor of the virtual threads is kept, by "
        + occupants
        + ". Until that is over it claims nothing. Virtual threads are not preempted: a handler"
        + " that computes for long should wait now and then (Thread.sleep(1); Thread.yield() does"
        + " not do), or have a pool of platform threads compute and wait for that";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
