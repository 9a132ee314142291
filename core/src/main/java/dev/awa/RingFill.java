package dev.awa;

/**
 * How full the ring of segments is.
 *
 * @param generation the number of the current segment
 * @param used how many segments hold a slot
 * @param slots how many slots there are
 */
public record RingFill(long generation, int used, int slots) {}
