package dev.awa.worker;

import java.time.Duration;
import java.util.List;

/**
 * What a tick has done.
 *
 * @param led whether it did the maintenance. If not, another leads and does it
 * @param finished whether nothing was left to do when it ended: not so when the time was over
 * @param turns how many turns its chores have had
 * @param failed the names of chores of which the last turn failed; the log says why
 * @param next how long until the next tick is worth while: until a deferred job or a schedule is
 *     due, a minute at most, at once where something was left
 */
public record Ticked(boolean led, boolean finished, int turns, List<String> failed, Duration next) {
  /** Keeps a copy of the list. */
  public Ticked {
    failed = List.copyOf(failed);
  }
}
