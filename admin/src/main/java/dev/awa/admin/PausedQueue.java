package dev.awa.admin;

import org.jspecify.annotations.Nullable;

/**
 * That a queue was paused or resumed.
 *
 * @param queue the queue
 * @param paused whether it is paused now
 * @param known whether it was known before; null when nobody could look
 */
public record PausedQueue(String queue, boolean paused, @Nullable Boolean known) {}
