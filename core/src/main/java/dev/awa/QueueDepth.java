package dev.awa;

import java.time.Duration;
import java.time.Instant;

/**
 * What a queue held, or all of them together: the most that any minute of a step shows.
 *
 * @param at where the step begins
 * @param available how many jobs waited for a worker
 * @param running how many ran
 * @param scheduled how many waited for their time
 * @param retryable how many waited to be tried again
 * @param lag for how long the job that waited longest had been ready
 */
public record QueueDepth(
    Instant at, long available, long running, long scheduled, long retryable, Duration lag) {}
