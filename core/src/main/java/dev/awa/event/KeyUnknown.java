package dev.awa.event;

import java.time.Duration;
import java.util.Set;

/**
 * A job was claimed whose arguments are encrypted with a key that this worker does not have. Told
 * once a kind and key.
 *
 * @param jobId the first such job
 * @param kind its kind, as it is stored
 * @param key the name of the key
 * @param keys the names of the keys that are known here
 * @param delay for how long such jobs are put back
 */
public record KeyUnknown(long jobId, String kind, String key, Set<String> keys, Duration delay)
    implements WorkerEvent {
  /** Why the job is put back. */
  public String reason() {
    return "the arguments are encrypted with key \""
        + key
        + "\", which this worker does not have; known here: "
        + keys;
  }

  @Override
  public String words() {
    return "job "
        + jobId
        + " (kind \""
        + kind
        + "\"): "
        + reason()
        + ". Such jobs are put back for "
        + delay
        + ". Give the worker the key: Encryption.withOldKey";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
