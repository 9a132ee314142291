package dev.awa.event;

import java.time.Duration;

/**
 * The database refuses the ending of one job while it takes others.
 *
 * @param jobId the job
 * @param kept how many such endings are kept
 * @param why what the database says
 * @param again after how long it is tried again
 */
public record EndingRefused(long jobId, int kept, String why, Duration again)
    implements WorkerEvent {
  @Override
  public String words() {
    return "the database refuses the ending of job "
        + jobId
        + " alone ("
        + kept
        + " such endings are kept): "
        + why
        + ". It is tried again every "
        + again.toSeconds()
        + " s as long as this worker lives, and its segment is not pruned. Mend what refuses it:"
        + " a trigger, a constraint, a damaged row; or end this worker, and the job runs again";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
