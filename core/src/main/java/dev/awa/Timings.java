package dev.awa;

import java.time.Instant;

/**
 * What was measured of runs: how they ended, for how long they had waited, and how long their
 * handlers took. Of one queue and kind, or of several together.
 *
 * @param at where the time begins that this is of
 * @param queue the queue; "" when this is of several
 * @param kind the kind; "" when this is of several, or of the kinds of the queue that have no
 *     numbers of their own because there are so many
 * @param completed how many completed
 * @param retried how many failed, or passed their deadline, and were to be tried again
 * @param failed how many failed for good
 * @param cancelled how many were cancelled by their handlers
 * @param snoozed how many were to be called again later
 * @param putBack how many were put back without an attempt
 * @param waits from when a run was ready until its worker started its thread, of runs that were
 *     begun
 * @param runs how long handlers took, of all that ended but for those that were put back
 */
public record Timings(
    Instant at,
    String queue,
    String kind,
    long completed,
    long retried,
    long failed,
    long cancelled,
    long snoozed,
    long putBack,
    Times waits,
    Times runs) {
  /** These and others together, so that percentiles of both can be told: of several kinds, say. */
  public Timings plus(Timings others) {
    return new Timings(
        at.isBefore(others.at) ? at : others.at,
        queue.equals(others.queue) ? queue : "",
        kind.equals(others.kind) ? kind : "",
        completed + others.completed,
        retried + others.retried,
        failed + others.failed,
        cancelled + others.cancelled,
        snoozed + others.snoozed,
        putBack + others.putBack,
        waits.plus(others.waits),
        runs.plus(others.runs));
  }
}
