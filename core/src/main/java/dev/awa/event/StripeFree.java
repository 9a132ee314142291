package dev.awa.event;

import java.time.Duration;

/**
 * A stripe that was kept is claimed from again.
 *
 * @param lasted how long it was kept
 */
public record StripeFree(String queue, int stripe, Duration lasted) implements WorkerEvent {
  @Override
  public String words() {
    return "queue \""
        + queue
        + "\" stripe "
        + stripe
        + ": is claimed from again after "
        + lasted.toSeconds()
        + " s";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
