package dev.awa.event;

/**
 * Something that is done again and again has failed, and will be tried again.
 *
 * @param step what has failed: a thread of the worker, a chore, a stripe
 * @param failures how often in a row, about
 * @param thrown what was thrown
 * @param isNews whether it is the first failure, or the first for a minute
 */
public record StepFailed(String step, long failures, Throwable thrown, boolean isNews)
    implements WorkerEvent {
  @Override
  public String words() {
    return step + ": failed (" + failures + " times by now), trying again: " + Event.line(thrown);
  }

  @Override
  public Severity severity() {
    return isNews ? Severity.WARNING : Severity.DETAIL;
  }
}
