package dev.awa;

/**
 * What became of an attempt to rotate.
 *
 * @param answer whether the next segment was opened
 * @param generation the current one afterwards
 */
public record Rotated(Answer answer, long generation) {
  /** Whether the next segment was opened. */
  public enum Answer {
    /** The next segment is open. */
    ROTATED,
    /** The current segment holds nothing. */
    EMPTY,
    /** Every slot of the ring is held. */
    FULL
  }
}
