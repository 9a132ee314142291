package dev.awa.event;

import java.time.Duration;

/**
 * The database refuses the ending of one job while it takes others.
 *
 * @param jobId the job
 * @param kept how many such endings this worker keeps, this one included
 * @param why what the database says
 * @param again after how long the ending is sent again
 */
public record EndingRefused(long jobId, int kept, String why, Duration again)
    implements WorkerEvent {
  @Override
  public String words() {
    return "the database refuses the ending of job "
        + jobId
        + " and takes other endings: "
        + why
        + ". This worker keeps the ending and sends it again every "
        + again.toSeconds()
        + " s ("
        + kept
        + " endings are kept so). Until the ending is stored, its segment is not pruned. Repair"
        + " what refuses it: a trigger, a constraint, a damaged row. Or close this worker: then the"
        + " job runs again";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
