package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs a queue holds in each state. Completed ones are counted for ever, failed and
 * cancelled ones while they are kept.
 *
 * @param oldestReadyAt when the job that waits longest became ready; null when none waits
 * @param failed the failed jobs, dead letters among them
 */
public record QueueStats(
    String queue,
    long available,
    @Nullable Instant oldestReadyAt,
    long running,
    long scheduled,
    long retryable,
    long completed,
    long failed,
    long cancelled,
    long deadLetters) {}
