package dev.awa.event;

/**
 * The worker has heard notifications: of jobs that came, of what was set or cancelled.
 *
 * @param notifications how many at once, 1 or more
 */
public record NotificationsHeard(int notifications) implements WorkerEvent {
  @Override
  public String words() {
    return "notifications heard: " + notifications;
  }
}
