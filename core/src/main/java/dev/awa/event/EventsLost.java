package dev.awa.event;

/**
 * A listener is too slow: 100,000 events wait for it, and it does not hear of some others.
 *
 * @param listener which, from 1, in the order in which they were given; 0 is the log
 * @param events how many it will not hear of, since it was told last
 */
public record EventsLost(int listener, long events) implements WorkerEvent {
  @Override
  public String words() {
    return "listener "
        + listener
        + " is too slow: "
        + events
        + " events were not handed to it, while others waited for it";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
