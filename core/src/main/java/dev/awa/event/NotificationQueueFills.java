package dev.awa.event;

import java.util.Locale;

/**
 * The notification queue of the database server is half full, and nobody notifies any more: workers
 * find jobs by polling alone.
 *
 * @param share how full it is, from 0 to 1
 */
public record NotificationQueueFills(double share) implements MaintenanceEvent {
  @Override
  public String words() {
    return String.format(
        Locale.ROOT,
        "the notification queue of the database server is %.0f %% full. Nobody is notified of jobs"
            + " until it is less than half full; idle workers find them by polling, which takes"
            + " 2 s. Some session listens and does not read: look in pg_stat_activity, in every"
            + " database of the server, for one that has executed LISTEN and is idle in a"
            + " transaction, the oldest xact_start first, and end it (pg_terminate_backend)",
        100 * share);
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
