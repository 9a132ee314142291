package dev.awa.worker;

import dev.awa.engine.Ending;
import dev.awa.engine.Ending.Next;
import dev.awa.engine.Flush;
import dev.awa.event.JobEvent;
import dev.awa.worker.Batch.Result;
import java.util.List;
import java.util.Set;

/** Says what has become of ended runs, in the order in which they were sent. */
final class Announcer {
  private final Events events;
  private final Tuning tuning;

  Announcer(Events events, Tuning tuning) {
    this.events = events;
    this.tuning = tuning;
  }

  /** Of runs that are stored; of those that were stale nothing was. */
  void announce(List<Result> results, Set<Flush.Ended> stale) {
    if (events.areJobsHeard()) {
      for (Result result : results) {
        events.accept(event(result, !stale.contains(result.ended()), tuning));
      }
    }
  }

  /** Of runs that are no longer this worker's to store. */
  void announceStale(List<Result> results) {
    for (Result result : results) {
      events.accept(new JobEvent.Stale(result.attempt().job(), result.attempt().took()));
    }
  }

  /**
   * What became of a run.
   *
   * @param good whether it was stored; otherwise it was stale
   * @param tuning what is set of the queue of the run
   */
  static JobEvent event(Result result, boolean good, Tuning tuning) {
    Attempt attempt = result.attempt();
    Ending ending = result.whole().ending();
    String error = String.valueOf(ending.error());
    if (!good) {
      return new JobEvent.Stale(attempt.job(), attempt.took());
    }
    return switch (ending.next()) {
      case Next.Completed ignored -> new JobEvent.Completed(attempt.job(), attempt.took());
      case Next.Failed failed ->
          new JobEvent.Failed(
              attempt.job(),
              attempt.took(),
              error,
              failed.reason(),
              attempt.thrown(),
              tuning.keepsDeadLetters(attempt.job().queue()));
      case Next.Cancelled ignored -> new JobEvent.Cancelled(attempt.job(), attempt.took(), error);
      case Next.Again ignored -> again(attempt, ending, error);
    };
  }

  private static JobEvent again(Attempt attempt, Ending ending, String error) {
    return switch (ending.closure()) {
      case SNOOZED -> new JobEvent.Snoozed(attempt.job(), attempt.took(), ending.delay());
      case RELEASED -> new JobEvent.Released(attempt.job(), error, ending.delay());
      case RETRIED, RESCUED, DEADLINE_EXPIRED ->
          new JobEvent.Retried(
              attempt.job(), attempt.took(), error, ending.delay(), attempt.thrown());
      case COMPLETED, FAILED, CANCELLED ->
          throw new IllegalStateException(ending.closure() + " has no next run");
    };
  }
}
