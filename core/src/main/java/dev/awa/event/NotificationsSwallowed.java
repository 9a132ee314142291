package dev.awa.event;

/** Notifications never come through this connection: the worker polls for good. */
public record NotificationsSwallowed() implements WorkerEvent {
  @Override
  public String words() {
    return "notifications are not heard behind this pooler: polling instead, jobs wait longer";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
