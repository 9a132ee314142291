package dev.awa.schedule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All schedules that a revision of an application declares. Immutable.
 *
 * <p>A schedule belongs to its owner: no other owner changes or retires it. Of two revisions of an
 * owner the newest decides how a schedule is; what either of them declares stays. What none of them
 * declares any more is retired after the grace time.
 */
public final class Declaration {
  /** How long a revision that was replaced counts as living, unless it declares again. */
  public static final Duration DEFAULT_GRACE = Duration.ofMinutes(10);

  private static final Duration LONGEST_GRACE = Duration.ofDays(3650);

  private final String owner;
  private final String revision;
  private final List<Schedule> schedules;
  private final @Nullable Duration grace;

  private Declaration(
      String owner, String revision, List<Schedule> schedules, @Nullable Duration grace) {
    this.owner = owner;
    this.revision = revision;
    this.schedules = List.copyOf(schedules);
    this.grace = grace;
  }

  /**
   * What a revision declares, with a grace time of ten minutes.
   *
   * @param owner the application, 1 to 200 characters: the same for all its processes; not {@link
   *     StoredSchedule#PEOPLE}
   * @param revision what is deployed, 1 to 200 characters: a version, a build, a commit
   * @param schedules all that it has; each name once
   */
  public static Declaration of(String owner, String revision, List<Schedule> schedules) {
    return new Declaration(owner, revision, schedules, DEFAULT_GRACE);
  }

  /**
   * The same with another grace time: for so long what only an earlier revision declares goes on,
   * counted from the first declaration of the newer one and from the last of the earlier one. Too
   * short, and the schedules of processes that still run go; too long, and what was taken out of
   * the code fires on.
   *
   * @param time 0 to 3650 days
   * @throws IllegalArgumentException when it is out of range
   */
  public Declaration withGrace(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST_GRACE) > 0) {
      throw new IllegalArgumentException("grace: must be 0 to 3650 days, got " + time);
    }
    return new Declaration(owner, revision, schedules, time);
  }

  /** The same, but what is not declared any more goes on until somebody retires it. */
  public Declaration keeping() {
    return new Declaration(owner, revision, schedules, null);
  }

  /** The application. */
  public String owner() {
    return owner;
  }

  /** What of it is deployed. */
  public String revision() {
    return revision;
  }

  /** All schedules that it has. */
  public List<Schedule> schedules() {
    return schedules;
  }

  /** The grace time; null when what is not declared any more is kept. */
  public @Nullable Duration grace() {
    return grace;
  }
}
