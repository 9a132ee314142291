package dev.awa.event;

import dev.awa.Action;
import dev.awa.StoredOperation.Counts;
import java.time.Duration;
import java.util.Locale;

/**
 * An operation has come further, at most once a second, or has ended.
 *
 * @param id the operation
 * @param verb what it does to each job
 * @param counts how many jobs got which verdict since the last event of it
 * @param kept how many jobs it could not have just now, because somebody keeps them
 * @param done whether all its jobs are treated
 * @param took how long its chunks took since the last event of it
 */
public record OperationMoved(
    long id, Action.Verb verb, Counts counts, long kept, boolean done, Duration took)
    implements MaintenanceEvent {
  @Override
  public String words() {
    return String.format(
        Locale.ROOT,
        "operation %d (%s) %s: %d changed, %d too late, %d duplicates, %d failed since the last"
            + " look, in %s%s",
        id,
        verb.word(),
        done ? "is done" : "goes on",
        counts.changed(),
        counts.tooLate(),
        counts.duplicates(),
        counts.failed(),
        Words.span(took),
        kept > 0 ? "; somebody keeps " + kept + " jobs from it" : "");
  }

  @Override
  public Severity severity() {
    return done ? Severity.NOTICE : Severity.DETAIL;
  }
}
