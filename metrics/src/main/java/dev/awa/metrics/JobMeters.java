package dev.awa.metrics;

import dev.awa.RunningJob;
import dev.awa.event.JobEvent;
import java.util.HashMap;
import java.util.Map;

/** The meters of what happens to jobs. Used by one thread: that of the listener. */
final class JobMeters {
  /** So many are remembered; the meters of others are looked for at each event. */
  private static final int REMEMBERED = 1000;

  private final Recorders recorders;
  private final InFlight inFlight;
  private final DeadLetterMeters deadLetters;
  private final Map<String, Map<String, JobSeries>> byQueueAndKind = new HashMap<>();
  private int remembered;

  JobMeters(Recorders recorders, InFlight inFlight, DeadLetterMeters deadLetters) {
    this.recorders = recorders;
    this.inFlight = inFlight;
    this.deadLetters = deadLetters;
  }

  void tell(JobEvent event) {
    RunningJob job = event.job();
    JobSeries jobs = series(job);
    switch (event) {
      case JobEvent.Started e -> jobs.started(job, e.waited());
      case JobEvent.Completed e -> jobs.ended(Meter.JOB_COMPLETED, job, "completed", e.took());
      case JobEvent.Retried e -> jobs.ended(Meter.JOB_RETRIED, job, "retried", e.took());
      case JobEvent.Snoozed e -> jobs.ended(Meter.JOB_SNOOZED, job, "snoozed", e.took());
      case JobEvent.Cancelled e -> jobs.ended(Meter.JOB_CANCELLED, job, "cancelled", e.took());
      case JobEvent.Stale e -> jobs.ended(Meter.JOB_STALE, job, "stale", e.took());
      case JobEvent.Failed e -> {
        jobs.failed(job, e.reason(), e.took());
        deadLetters.tell(e);
      }
      case JobEvent.Released e -> jobs.released(job, e.delay());
    }
  }

  private JobSeries series(RunningJob job) {
    Map<String, JobSeries> byKind = byQueueAndKind.get(job.queue());
    JobSeries found = byKind == null ? null : byKind.get(job.kind());
    return found == null ? made(job) : found;
  }

  private JobSeries made(RunningJob job) {
    JobSeries made = new JobSeries(recorders, job.queue(), job.kind(), inFlight.of(job.queue()));
    if (remembered < REMEMBERED) {
      remembered++;
      byQueueAndKind.computeIfAbsent(job.queue(), ignored -> new HashMap<>()).put(job.kind(), made);
    }
    return made;
  }
}
