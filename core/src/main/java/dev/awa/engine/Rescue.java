package dev.awa.engine;

import java.util.List;

/**
 * A batch of open runs of a dead worker, with how each of them ends.
 *
 * @param deadWorkerId whose runs they are
 * @param ended the runs; may be empty, then only the position is noted
 * @param to how far the rescue has come with this batch
 */
public record Rescue(long deadWorkerId, List<Flush.Ended> ended, Position to) {

  /** A place in the order in which the claims of a dead worker are looked at. */
  public record Position(long generation, int lane, long claimNo) {
    /** Before the first claim of a generation. */
    public static Position before(long generation) {
      return new Position(generation, 0, 0);
    }
  }
}
