package dev.awa;

import java.util.List;
import java.util.Locale;

/**
 * How a queue fares.
 *
 * @param status the worst of the checks
 * @param checks what was looked at, in order
 */
public record Health(Status status, List<Check> checks) {
  /** Keeps a copy of the list. */
  public Health {
    checks = List.copyOf(checks);
  }

  /** All that was looked at, and the worst of it. */
  public static Health of(List<Check> checks) {
    Status worst = checks.stream().map(Check::status).max(Status::compareTo).orElse(Status.UP);
    return new Health(worst, checks);
  }

  /** From good to bad. Written in lower case everywhere outside Java: {@link #word()}. */
  public enum Status {
    /** All is well. */
    UP,
    /** Jobs can be enqueued, and something keeps them from running as they should. */
    DEGRADED,
    /** Nothing works: the database or the schema is not as it must be. */
    DOWN;

    /** The status in lower case: {@code up}, {@code degraded}, {@code down}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param name what: database, schema, leader, workers, rescue, promotion, schedules, operations,
   *     ring, queues, handlers, steps, time_zones
   * @param words what was found and, where something can be done, what to do
   */
  public record Check(String name, Status status, String words) {}
}
