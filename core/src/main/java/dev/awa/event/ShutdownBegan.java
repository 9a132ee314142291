package dev.awa.event;

/**
 * The worker began to shut down.
 *
 * @param handlers how many handlers run
 * @param waiting what waits to begin, in words; empty when nothing does
 */
public record ShutdownBegan(int handlers, String waiting) implements WorkerEvent {
  @Override
  public String words() {
    return "shuts down; " + handlers + " handlers run" + waiting;
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
