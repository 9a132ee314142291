package dev.awa.event;

import java.time.Duration;

/**
 * A job was claimed whose arguments are of a newer version than its handler here reads. Told once a
 * kind and version. During a deployment this is as it should be.
 *
 * @param jobId the first such job
 * @param kind its kind, as it is stored
 * @param version the version of its arguments
 * @param newest the newest version that the handler here reads
 * @param delay for how long such jobs are put back
 */
public record VersionUnknown(long jobId, String kind, int version, int newest, Duration delay)
    implements WorkerEvent {
  /** Why the job is put back. */
  public String reason() {
    return "the arguments are of version "
        + version
        + "; the handler of kind \""
        + kind
        + "\" on this worker reads up to version "
        + newest;
  }

  @Override
  public String words() {
    return "job "
        + jobId
        + ": "
        + reason()
        + ". Such jobs are put back for "
        + delay
        + ", so that a newer worker can run them";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
