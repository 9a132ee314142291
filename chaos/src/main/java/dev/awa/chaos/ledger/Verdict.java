package dev.awa.chaos.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judgement of a ledger. Lists name jobs as the producer does.
 *
 * @param acked how many jobs the queue has said it took
 * @param committed those, and the ones of unknown outcome that turned up
 * @param starts how often a handler began
 * @param extraRuns how many of them nobody asked for: not the first, and not after an accepted
 *     retry, snooze or release
 * @param allowedExtra how many the faults allow: runs that were open in what was killed, paused or
 *     cut off, or when the database crashed
 * @param lost taken, and gone or finished without having been run to the end
 * @param stuck taken, and still not finished
 * @param phantom run or stored although refused or never enqueued, or enqueued once and there twice
 * @param staleAccepted a run ended twice, or ended for good by somebody who no longer had it
 * @param cameBack finished, and run again or waiting again
 * @param overlapping run twice at the same time, and no pause, partition or crash explains it
 * @param unexplained run more often than the faults allow
 * @param miscounted what is wrong with the counters
 */
public record Verdict(
    int acked,
    int committed,
    int starts,
    int extraRuns,
    int allowedExtra,
    List<String> lost,
    List<String> stuck,
    List<String> phantom,
    List<String> staleAccepted,
    List<String> cameBack,
    List<String> overlapping,
    List<String> unexplained,
    List<String> miscounted) {
  private static final int SHOWN = 5;

  /** Whether nothing is wrong. */
  public boolean isGood() {
    return wrongs().isEmpty();
  }

  /** What is wrong, one line each; nothing when nothing is. */
  public List<String> complaints() {
    return wrongs().entrySet().stream()
        .map(wrong ->
            wrong.getValue().size()
                + " "
                + wrong.getKey()
                + ": "
                + String.join(", ", wrong.getValue().stream().limit(SHOWN).toList())
                + (wrong.getValue().size() > SHOWN ? ", ..." : ""))
        .toList();
  }

  private Map<String, List<String>> wrongs() {
    Map<String, List<String>> wrongs = new LinkedHashMap<>();
    wrongs.put("lost", lost);
    wrongs.put("not finished", stuck);
    wrongs.put("phantom", phantom);
    wrongs.put("stale but accepted", staleAccepted);
    wrongs.put("came back after the end", cameBack);
    wrongs.put("overlapping", overlapping);
    wrongs.put("run more often than explained", unexplained);
    wrongs.put("miscounted", miscounted);
    wrongs.values().removeIf(List::isEmpty);
    return wrongs;
  }
}
