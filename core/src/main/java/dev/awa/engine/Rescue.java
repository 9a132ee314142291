package dev.awa.engine;

import java.util.List;

/**
 * A batch of open runs of a dead worker, with how each of them ends.
 *
 * @param deadWorkerId whose runs they are
 * @param ended the runs
 */
public record Rescue(long deadWorkerId, List<Flush.Ended> ended) {

  /** A place in the order in which the open claims of a dead worker are looked at. */
  public record Position(int lane, long claimNo) {
    /** Before the first claim. */
    public static final Position START = new Position(0, 0);

    /** After a claim. */
    public static Position after(Claim claim) {
      return new Position(claim.lane(), claim.claimNo());
    }
  }
}
