package dev.awa.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns schedules, and what is declared of them: what a deployment has come to.
 *
 * @param owner its name; {@link StoredSchedule#PEOPLE} declares nothing
 * @param grace how long a schedule that no revision declares any more is kept before it is retired;
 *     null: it is never retired
 * @param schedules how many schedules are not retired
 * @param retired how many are
 * @param revisions what is declared, the newest first, which is the one that decides
 * @param retiring which schedules will be retired, the first of them first, if none declares them
 *     meanwhile
 */
public record ScheduleOwner(
    String owner,
    @Nullable Duration grace,
    long schedules,
    long retired,
    List<Revision> revisions,
    List<Retiring> retiring) {
  /** Keeps copies of the lists. */
  public ScheduleOwner {
    revisions = List.copyOf(revisions);
    retiring = List.copyOf(retiring);
  }

  /**
   * A revision that was declared and is not forgotten.
   *
   * @param revision its name
   * @param since when it was declared first
   * @param seenAt when it was declared last
   * @param names the schedules that it declares
   * @param endsAt when it will be forgotten, if it is not declared again: a newer one has come, or
   *     an older one is declared again; null: it stays
   */
  public record Revision(
      String revision,
      Instant since,
      Instant seenAt,
      List<String> names,
      @Nullable Instant endsAt) {
    /** Keeps a copy of the list. */
    public Revision {
      names = List.copyOf(names);
    }
  }

  /**
   * A schedule that will be retired.
   *
   * @param name its name
   * @param at when; in the past where no worker leads, or the leader is about to
   */
  public record Retiring(String name, Instant at) {}
}
