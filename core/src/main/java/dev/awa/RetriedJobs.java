package dev.awa;

import java.util.List;

/**
 * What became of the wish to run many dead letters again.
 *
 * @param retried how many run again
 * @param duplicates how many stay because another job holds their unique key
 * @param unreadable how many stay because a part of them could not be read when they failed
 * @param unhandled a warning for each queue and kind of those that run again and that no living
 *     worker has a handler for, by queue and kind
 */
public record RetriedJobs(
    long retried, long duplicates, long unreadable, List<Unhandled> unhandled) {
  /** Keeps a copy of the list. */
  public RetriedJobs {
    unhandled = List.copyOf(unhandled);
  }
}
