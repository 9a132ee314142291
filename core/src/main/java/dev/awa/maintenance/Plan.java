package dev.awa.maintenance;

import dev.awa.event.MaintenanceEvent;
import java.time.Duration;
import java.util.Set;

/**
 * What is known of a chore before it has its first turn.
 *
 * @param name what events call it
 * @param every for how long it rests when there is nothing more to do, at most
 * @param share a turn is followed by a rest of at least so many times its own length: 100 for what
 *     must take no more than a hundredth of the time, 0 for what may take all of it
 * @param bound how much one turn does, in words
 * @param announces what it announces, beside that it was done or has failed
 */
public record Plan(
    String name,
    Duration every,
    int share,
    String bound,
    Set<Class<? extends MaintenanceEvent>> announces) {

  /** A hundredth of the time. */
  static final int SPARINGLY = 100;

  /** Keeps a copy of the set. */
  public Plan {
    announces = Set.copyOf(announces);
  }

  /** How long it rests after a turn. */
  Duration rest(boolean more) {
    return more ? Duration.ZERO : every;
  }
}
