package dev.awa.chaos.ledger;

import java.util.List;

/**
 * What the database holds in the end.
 *
 * @param jobs every job it can still show
 * @param counted how many jobs it says there are or have been, by its own counters
 * @param closedTwice runs that were closed more than once
 * @param claimedTwice runs that are members of more than one claim
 */
public record Stored(
    List<StoredJob> jobs, long counted, List<String> closedTwice, List<String> claimedTwice) {

  /**
   * A job as the database shows it.
   *
   * @param id what the producer calls it
   * @param jobId what the queue calls it
   * @param state available, running, scheduled, retryable, completed, failed or cancelled
   */
  public record StoredJob(String id, long jobId, String state) {
    boolean isLive() {
      return switch (state) {
        case "completed", "failed", "cancelled" -> false;
        default -> true;
      };
    }

    boolean isCompleted() {
      return state.equals("completed");
    }
  }
}
