package dev.awa.event;

import java.time.Duration;

/**
 * The worker has asked a queue for runs and was answered.
 *
 * @param queue the queue
 * @param stripe the stripe of the queue, from 0
 * @param wanted how many runs it had permits for
 * @param runs how many it claimed; 0 when nothing was there
 * @param took how long the call took, to the server and back
 */
public record RunsClaimed(String queue, int stripe, int wanted, int runs, Duration took)
    implements WorkerEvent {
  @Override
  public String words() {
    return "claimed "
        + runs
        + " of "
        + wanted
        + " runs from queue \""
        + queue
        + "\" stripe "
        + stripe
        + " in "
        + Words.span(took);
  }
}
