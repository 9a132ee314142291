package dev.awa.event;

/**
 * Dead letters were deleted, or failed and cancelled jobs that were none.
 *
 * @param jobs how many, 1 or more
 */
public record DeadLettersPurged(long jobs) implements ClientEvent {
  @Override
  public String words() {
    return "deleted dead letters: " + jobs;
  }
}
