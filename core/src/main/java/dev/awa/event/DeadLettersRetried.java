package dev.awa.event;

/**
 * Dead letters run again, or failed and cancelled jobs that were none.
 *
 * @param jobs how many, 1 or more
 */
public record DeadLettersRetried(long jobs) implements ClientEvent {
  @Override
  public String words() {
    return "dead letters run again: " + jobs;
  }
}
