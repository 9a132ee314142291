package dev.awa.event;

import java.time.Duration;
import java.util.List;

/**
 * The oldest segment can't be emptied because transactions that have used it stay open. Announced
 * when this has lasted for a minute, and then every ten minutes.
 *
 * @param generation the number of the segment
 * @param lasts how long this has lasted
 * @param holders one text for each transaction: who has it open, and how to end it
 */
public record PruneBlocked(long generation, Duration lasts, List<String> holders)
    implements MaintenanceEvent {
  /** Keeps a copy of the list. */
  public PruneBlocked {
    holders = List.copyOf(holders);
  }

  @Override
  public String words() {
    return "segment "
        + generation
        + " could not be emptied for "
        + lasts.toSeconds()
        + " s, because transactions that used it are open; the logs grow until they end: "
        + String.join("; ", holders);
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
