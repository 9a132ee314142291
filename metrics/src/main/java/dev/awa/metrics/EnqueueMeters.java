package dev.awa.metrics;

import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Preparer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of what a client enqueues. They cost no call: there is no job less or more. */
final class EnqueueMeters implements Preparer {
  private final Recorders recorders;

  EnqueueMeters(Recorders recorders) {
    this.recorders = recorders;
  }

  /** What jobs are counted by. */
  private record Of(String queue, String kind) {}

  @Override
  public Preparation begin() {
    return new Counting();
  }

  /** The jobs of one call. */
  private final class Counting implements Preparation {
    private final Map<Of, Long> jobs = new HashMap<>();
    private long duplicates;

    @Override
    public Job<?> prepare(Job<?> job) {
      jobs.merge(new Of(job.queue(), job.kind()), 1L, Long::sum);
      return job;
    }

    @Override
    public void answered(Enqueued answer) {
      duplicates += answer.duplicate() ? 1 : 0;
    }

    @Override
    public void end(@Nullable Throwable failure) {
      if (failure == null) {
        tell(jobs, duplicates);
      }
    }
  }

  private synchronized void tell(Map<Of, Long> jobs, long duplicates) {
    jobs.forEach((of, count) ->
        recorders.record(Meter.JOB_ENQUEUED, (double) (long) count, of.queue(), of.kind()));
    recorders.record(Meter.JOB_DUPLICATE, (double) duplicates);
  }
}
