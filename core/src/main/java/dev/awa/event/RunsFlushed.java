package dev.awa.event;

import java.time.Duration;

/**
 * Endings were stored.
 *
 * @param runs how many runs ended
 * @param stale how many of them were no longer this worker's, so that nothing was changed
 * @param took how long the call took, to the server and back
 */
public record RunsFlushed(int runs, int stale, Duration took) implements WorkerEvent {
  @Override
  public String words() {
    return "stored the endings of "
        + runs
        + " runs, "
        + stale
        + " of them stale, in "
        + Words.span(took);
  }
}
