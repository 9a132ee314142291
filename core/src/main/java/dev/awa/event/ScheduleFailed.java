package dev.awa.event;

/**
 * A schedule is due and can't be fired. It is tried again every minute; other schedules fire.
 *
 * @param schedule the name of the schedule
 * @param why what went wrong
 * @param thrown what was thrown
 */
public record ScheduleFailed(String schedule, String why, Throwable thrown)
    implements MaintenanceEvent {
  @Override
  public String words() {
    return "schedule \"" + schedule + "\" is due and can't be fired: " + why;
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
