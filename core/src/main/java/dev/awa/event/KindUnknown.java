package dev.awa.event;

import java.time.Duration;
import java.util.Set;

/**
 * A kind was claimed that has no handler here. Told once a kind.
 *
 * @param jobId the first job of that kind
 * @param kind the kind
 * @param kinds the kinds that have a handler
 * @param delay for how long jobs of that kind are put back
 */
public record KindUnknown(long jobId, String kind, Set<String> kinds, Duration delay)
    implements WorkerEvent {
  @Override
  public String words() {
    return "job "
        + jobId
        + ": no handler for kind \""
        + kind
        + "\" on this worker; known here: "
        + kinds
        + ". Jobs of this kind are put back for "
        + delay;
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
