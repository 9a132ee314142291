package dev.awa.event;

/**
 * The worker shuts down and waits for handlers.
 *
 * @param jobs for which, in words
 */
public record ShutdownWaits(String jobs) implements WorkerEvent {
  @Override
  public String words() {
    return "waits for " + jobs;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
