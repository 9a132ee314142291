package dev.awa;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a job that a worker has claimed.
 *
 * @param id the job
 * @param runNo which run of the job this is: 1, and one more for each retry, snooze or rescue
 * @param kind its kind
 * @param queue its queue
 * @param priority 1 (first) to 4, as it was enqueued
 * @param attempt how often a handler was started for it, this time included
 * @param maxAttempts how often a handler is started at most, as the job and its handler say
 * @param createdAt when the job was enqueued
 * @param readyAt when this run became ready
 * @param deadline how long the attempt may take, as the job or its handler says; null for the
 *     worker's default
 * @param tags as given
 * @param metadata as given
 * @param traceContext the place in a trace where the job was enqueued, the same for each attempt;
 *     null when nobody gave one
 * @param fire which fire of which schedule enqueued the job; null when none did
 */
public record RunningJob(
    long id,
    int runNo,
    String kind,
    String queue,
    int priority,
    int attempt,
    int maxAttempts,
    Instant createdAt,
    Instant readyAt,
    @Nullable Duration deadline,
    List<String> tags,
    Map<String, Object> metadata,
    @Nullable TraceContext traceContext,
    @Nullable PlannedFire fire) {

  /** Whether a failure of this attempt is final. */
  public boolean isLastAttempt() {
    return attempt >= maxAttempts;
  }
}
