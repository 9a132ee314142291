package dev.awa.event;

/**
 * Planned times of a schedule passed while nobody could fire it, and are not made up for.
 *
 * @param schedule the name of the schedule
 * @param times how many planned times; at most 100 are counted, or what the schedule catches up
 *     with when that is more
 * @param rule what the schedule says of missed ones: {@code once}
 */
public record FiresMissed(String schedule, int times, String rule) implements MaintenanceEvent {
  @Override
  public String words() {
    return "schedule \""
        + schedule
        + "\" missed "
        + times
        + " planned times or more, which are not made up for (missed: "
        + rule
        + "). No worker led, or the database was down";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
