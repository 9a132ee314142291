package dev.awa.schedule;

import dev.awa.Unhandled;
import java.util.List;
import java.util.Locale;

/**
 * What a declaration does, or would do, schedule by schedule.
 *
 * @param owner whose schedules they are
 * @param revision which revision declares them
 * @param changes one for each schedule of the owner, by name
 * @param unhandled a warning for each queue and kind of declared schedules that no living worker
 *     has a handler for; while a deployment replaces workers the new ones may not be there yet
 */
public record SchedulePlan(
    String owner, String revision, List<Change> changes, List<Unhandled> unhandled) {
  /** Keeps copies of the lists. */
  public SchedulePlan {
    changes = List.copyOf(changes);
    unhandled = List.copyOf(unhandled);
  }

  /**
   * What becomes of a schedule.
   *
   * @param name its name
   * @param verdict what is done
   * @param words why, or what exactly
   */
  public record Change(String name, Verdict verdict, String words) {}

  /** What a declaration does to a schedule. */
  public enum Verdict {
    /** It is new. */
    ADD,
    /** It is there, and is changed. */
    CHANGE,
    /** It is there as it is declared. */
    KEEP,
    /** It is not declared; it goes on until the grace time is over, and is retired then. */
    RETIRE,
    /** It is left as it is: a newer revision decides, or a person has retired it. */
    LEAVE,
    /** Another owner has it: the declaration is refused. */
    REFUSE;

    /** How it is written everywhere: {@code add}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The changes of a verdict. */
  public List<Change> of(Verdict verdict) {
    return changes.stream().filter(change -> change.verdict() == verdict).toList();
  }
}
