package dev.awa.metrics;

import dev.awa.RunningJob;
import dev.awa.event.JobEvent;
import java.time.Duration;

/** The meters of what happens to jobs. */
final class JobMeters {
  private final Recorders recorders;
  private final InFlight inFlight;

  JobMeters(Recorders recorders, InFlight inFlight) {
    this.recorders = recorders;
    this.inFlight = inFlight;
  }

  void tell(JobEvent event) {
    switch (event) {
      case JobEvent.Started e -> {
        inFlight.begin(e.job());
        recorders.time(Meter.JOB_WAIT, e.waited(), e.job().queue(), e.job().kind());
      }
      case JobEvent.Completed e -> ended(Meter.JOB_COMPLETED, "completed", e.job(), e.took());
      case JobEvent.Retried e -> ended(Meter.JOB_RETRIED, "retried", e.job(), e.took());
      case JobEvent.Snoozed e -> ended(Meter.JOB_SNOOZED, "snoozed", e.job(), e.took());
      case JobEvent.Cancelled e -> ended(Meter.JOB_CANCELLED, "cancelled", e.job(), e.took());
      case JobEvent.Stale e -> ended(Meter.JOB_STALE, "stale", e.job(), e.took());
      case JobEvent.Failed e -> {
        over(e.job(), "failed", e.took());
        recorders.count(Meter.JOB_FAILED, e.job().queue(), e.job().kind(), e.reason());
      }
      case JobEvent.Released e -> {
        inFlight.end(e.job());
        recorders.count(Meter.JOB_RELEASED, e.job().queue(), e.job().kind());
      }
    }
  }

  private void ended(Meter counter, String outcome, RunningJob job, Duration took) {
    over(job, outcome, took);
    recorders.count(counter, job.queue(), job.kind());
  }

  private void over(RunningJob job, String outcome, Duration took) {
    inFlight.end(job);
    recorders.time(Meter.JOB_DURATION, took, job.queue(), job.kind(), outcome);
  }
}
