package dev.awa.event;

/**
 * The worker did not take itself out of the list of workers.
 *
 * @param why what was in the way
 */
public record SignOffFailed(String why) implements WorkerEvent {
  @Override
  public String words() {
    return why;
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
