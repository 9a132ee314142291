package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a queue is paused.
 *
 * @param by who has paused it; null when that was not said
 * @param until when the pause ends by itself; null when somebody has to resume the queue
 */
public record QueuePause(
    Instant since, @Nullable String by, @Nullable String reason, @Nullable Instant until) {}
