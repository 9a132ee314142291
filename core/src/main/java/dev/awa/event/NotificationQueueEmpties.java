package dev.awa.event;

/**
 * The notification queue of the database server, which was half full, is well below that again.
 *
 * @param share how full it is, from 0 to 1
 */
public record NotificationQueueEmpties(double share) implements MaintenanceEvent {
  @Override
  public String words() {
    return "the notification queue of the database server empties again";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
