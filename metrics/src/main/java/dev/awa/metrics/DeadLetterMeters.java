package dev.awa.metrics;

import dev.awa.event.ClientEvent;
import dev.awa.event.DeadLettersMoved;
import dev.awa.event.DeadLettersPurged;
import dev.awa.event.DeadLettersRetried;
import dev.awa.event.HistoryPurged;
import dev.awa.event.JobEvent;
import dev.awa.event.RescuedJobsFailed;

/**
 * The meters of dead letters: made by a worker, by the one that leads or by a client, and run again
 * or deleted. Clients are used by many threads.
 */
final class DeadLetterMeters {
  private final Recorders recorders;

  /** Its recorders are used by nobody else. */
  DeadLetterMeters(Recorders recorders) {
    this.recorders = recorders;
  }

  synchronized void tell(ClientEvent event) {
    switch (event) {
      case DeadLettersMoved e ->
          recorders.record(Meter.DEAD_LETTER_MADE, (double) e.jobs(), "moved");
      case DeadLettersRetried e -> recorders.record(Meter.DEAD_LETTER_RETRIED, (double) e.jobs());
      case DeadLettersPurged e ->
          recorders.record(Meter.DEAD_LETTER_PURGED, (double) e.jobs(), "client");
    }
  }

  synchronized void tell(JobEvent.Failed event) {
    if (event.deadLetter()) {
      recorders.count(Meter.DEAD_LETTER_MADE, event.reason());
    }
  }

  synchronized void tell(RescuedJobsFailed event) {
    recorders.record(Meter.DEAD_LETTER_MADE, event.jobs(), "crash_loop");
  }

  synchronized void tell(HistoryPurged event) {
    if (event.deadLetters() > 0) {
      recorders.record(Meter.DEAD_LETTER_PURGED, (double) event.deadLetters(), "history");
    }
  }
}
