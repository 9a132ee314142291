package dev.awa.event;

/**
 * The row of a job can't be read; the job goes on, or ends, without what is lost.
 *
 * @param jobId the job
 * @param when in which moment that was found out, and what follows, in words
 */
public record JobUnreadable(long jobId, String when) implements WorkerEvent {
  @Override
  public String words() {
    return when;
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
