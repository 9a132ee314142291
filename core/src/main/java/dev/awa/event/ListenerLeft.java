package dev.awa.event;

import java.time.Duration;

/**
 * The worker shut down, and a listener did not come back from an event in time.
 *
 * @param listener which, from 1, in the order in which they were given; 0 is the log
 * @param patience how long it was waited for
 * @param events how many events it has not heard
 */
public record ListenerLeft(int listener, Duration patience, int events) implements WorkerEvent {
  @Override
  public String words() {
    return "listener "
        + listener
        + " has not come back within "
        + patience.toSeconds()
        + " s; it is left to itself, and "
        + events
        + " events were not heard";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
