package dev.awa.event;

import java.time.Duration;
import java.util.List;

/**
 * The oldest segment can't be emptied because transactions that have used it stay open. Told once
 * that has lasted for a minute, then every ten minutes.
 *
 * @param generation the number of the segment
 * @param lasts since when
 * @param holders who is in the way, and how to end it, in words
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
        + " can't be emptied since "
        + lasts.toSeconds()
        + " s, and the logs grow meanwhile: "
        + String.join("; ", holders);
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
