package dev.awa;

/**
 * A queue that has been used or configured.
 *
 * @param stripes how many slices of it can be claimed at the same time; see {@link
 *     dev.awa.client.Queues#split}
 * @param deadLetters whether its failed jobs become dead letters
 * @param workers how many living workers work on it
 */
public record QueuePolicy(
    String queue, boolean paused, int stripes, boolean deadLetters, int workers) {}
