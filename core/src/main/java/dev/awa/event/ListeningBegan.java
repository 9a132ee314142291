package dev.awa.event;

/** Notifications are heard: jobs are noticed when they come. */
public record ListeningBegan() implements WorkerEvent {
  @Override
  public String words() {
    return "hears notifications";
  }
}
