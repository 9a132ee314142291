package dev.awa.event;

import java.util.Locale;

/**
 * The oldest segment was not emptied when it was its turn. Announced when the segment or the cause
 * is another one than the last time.
 *
 * @param generation the number of the segment
 * @param cause why
 */
public record PruneSkipped(long generation, Cause cause) implements MaintenanceEvent {
  /** Why a segment is not emptied yet. */
  public enum Cause {
    /** Runs wait in it. */
    WAITING,
    /** Claims in it are open. */
    OPEN,
    /** A worker has not announced yet that it lets go of it, or a dead worker is not rescued. */
    HELD,
    /** Its history is to be kept for longer. */
    HISTORY,
    /** Somebody uses one of its tables. */
    BLOCKED
  }

  @Override
  public String words() {
    return "segment "
        + generation
        + " is not emptied yet: "
        + cause.name().toLowerCase(Locale.ROOT);
  }
}
