package dev.awa.event;

import java.time.Duration;
import java.util.List;

/**
 * A stripe is claimed from by nobody, because sessions keep its lock or its rows.
 *
 * @param queue the queue
 * @param stripe the stripe of the queue, from 0
 * @param lasts since when
 * @param keepers who keeps it, in words
 */
public record StripeKept(String queue, int stripe, Duration lasts, List<String> keepers)
    implements WorkerEvent {
  /** Keeps a copy of the list. */
  public StripeKept {
    keepers = List.copyOf(keepers);
  }

  @Override
  public String words() {
    return "queue \""
        + queue
        + "\" stripe "
        + stripe
        + ": could not be claimed from for "
        + lasts.toSeconds()
        + " s: "
        + String.join("; ", keepers);
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
