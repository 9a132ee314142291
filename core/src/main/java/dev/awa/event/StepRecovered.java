package dev.awa.event;

/**
 * What had failed works again, and has done so for ten seconds.
 *
 * @param step what had failed
 * @param failures how often
 */
public record StepRecovered(String step, long failures) implements WorkerEvent {
  @Override
  public String words() {
    return step + ": works again after " + failures + " failures";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
