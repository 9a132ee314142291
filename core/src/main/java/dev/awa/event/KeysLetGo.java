package dev.awa.event;

/**
 * Unique keys were let go whose term is over.
 *
 * @param keys how many
 * @param term which term it was
 */
public record KeysLetGo(long keys, Term term) implements MaintenanceEvent {
  /** For how long a key is held. */
  public enum Term {
    /** Until its period is over. */
    PERIOD,
    /** Until the segment is emptied in which its job completed. */
    SEGMENT
  }

  @Override
  public String words() {
    return "let go of "
        + keys
        + " unique keys: "
        + (term == Term.PERIOD ? "their period is over" : "their segment is to be emptied");
  }
}
