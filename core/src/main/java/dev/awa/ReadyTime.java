package dev.awa;

import java.time.Duration;
import java.time.Instant;

/** When a job becomes ready, so that a worker may claim it. */
public sealed interface ReadyTime {
  /** At once. */
  ReadyTime NOW = new After(Duration.ZERO);

  /** Not before an instant, at most 3650 days ahead; now or in the past means at once. */
  record At(Instant instant) implements ReadyTime {}

  /** Not before some time has passed on the database's clock, 0 to 3650 days. */
  record After(Duration delay) implements ReadyTime {}
}
