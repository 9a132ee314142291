package dev.awa.engine;

import java.util.List;

/**
 * The answer to a claim: the claims that were appended with their runs, or why there are none.
 *
 * @param emptied whether nothing else was ready in the stripe when the runs were claimed; false
 *     says that something may be
 */
public record Claimed(Status status, boolean emptied, List<Batch> batches) {

  public enum Status {
    CLAIMED,
    /** Nothing is ready. */
    EMPTY,
    /** Another call has the stripe: try again in a moment. */
    BUSY,
    /** The queue is paused. */
    PAUSED,
    /** This worker was declared dead. */
    FENCED
  }

  /** A claim and its runs, in order. */
  public record Batch(Claim claim, List<Run> runs) {}

  /** Whether one of the runs comes without what the server can't read of it. */
  public boolean hasUnreadable() {
    return batches.stream()
        .flatMap(batch -> batch.runs().stream())
        .anyMatch(run -> run.unreadable() != null);
  }

  /** How many runs were claimed. */
  public int runs() {
    return batches.stream().mapToInt(batch -> batch.runs().size()).sum();
  }
}
