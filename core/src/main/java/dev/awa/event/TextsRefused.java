package dev.awa.event;

/**
 * An ending was refused with its texts (error, output, progress), and is stored without them.
 *
 * @param jobId the job
 * @param times how many such there were
 * @param why what the database says
 */
public record TextsRefused(long jobId, long times, String why) implements WorkerEvent {
  @Override
  public String words() {
    return "job "
        + jobId
        + ": its ending was refused, and is stored without its texts ("
        + times
        + " such by now): "
        + why;
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
