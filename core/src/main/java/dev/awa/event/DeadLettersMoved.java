package dev.awa.event;

/**
 * Failed jobs that were no dead letters were made dead letters.
 *
 * @param jobs how many, 1 or more
 */
public record DeadLettersMoved(long jobs) implements ClientEvent {
  @Override
  public String words() {
    return "made dead letters of failed jobs: " + jobs;
  }
}
