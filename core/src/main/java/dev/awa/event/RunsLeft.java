package dev.awa.event;

/**
 * The worker put back what had not begun when it shut down.
 *
 * @param runs how many
 * @param handlers how many handlers still run
 */
public record RunsLeft(int runs, int handlers) implements WorkerEvent {
  @Override
  public String words() {
    return "put back " + runs + " runs that had not begun; " + handlers + " handlers run";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
