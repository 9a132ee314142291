package dev.awa.maintenance;

import java.time.Duration;

/** The worker that does the chores, as they see it. */
public interface Host {
  /** Its id. Another one after it was declared dead and began anew. */
  long workerId();

  /**
   * Whether the connection that the chore is given is this worker's alone: what is left in the
   * server's session is found there by the next turn on it.
   */
  boolean ownsSession();

  /** Whether it hears notifications. */
  boolean isHearing();

  /** How many transactions a second may notify. */
  double notifiable();

  /** How often it is looked for work that nobody was told of. */
  Duration idlePoll();

  /** How long a job waits whose attempt was lost with its worker. */
  Duration backoff(int attempt);
}
