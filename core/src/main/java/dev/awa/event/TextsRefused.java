package dev.awa.event;

/**
 * The database refused an ending with its texts (error, output), so the ending was stored without
 * them.
 *
 * @param jobId the job
 * @param times how many endings this worker has stored in this way
 * @param why what the database says
 */
public record TextsRefused(long jobId, long times, String why) implements WorkerEvent {
  @Override
  public String words() {
    return "the ending of job "
        + jobId
        + " is stored without its texts (error, output), because the database refused it with them:"
        + " "
        + why
        + ". This worker has stored "
        + times
        + (times == 1 ? " ending" : " endings")
        + " in this way";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
