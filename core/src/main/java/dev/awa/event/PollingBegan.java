package dev.awa.event;

/** Notifications are not heard for now: the worker polls. */
public record PollingBegan() implements WorkerEvent {
  @Override
  public String words() {
    return "does not hear notifications, and polls";
  }
}
