package dev.awa.metrics;

import dev.awa.RunningJob;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What takes the numbers of the jobs of one queue and kind. Each is looked for once, so that a job
 * makes no lists of tags. Used by one thread: that of the listener.
 */
final class JobSeries {
  private final Recorders recorders;
  private final String queue;
  private final String kind;
  private final InFlight.OfQueue inFlight;
  private final Map<Meter, DoubleConsumer> counters = new EnumMap<>(Meter.class);
  private final Map<Meter, DoubleConsumer> durations = new EnumMap<>(Meter.class);
  private @Nullable DoubleConsumer waits;

  JobSeries(Recorders recorders, String queue, String kind, InFlight.OfQueue inFlight) {
    this.recorders = recorders;
    this.queue = queue;
    this.kind = kind;
    this.inFlight = inFlight;
  }

  void started(RunningJob job, Duration waited) {
    inFlight.begin(job);
    if (waits == null) {
      waits = recorders.recorder(Meter.JOB_WAIT, queue, kind);
    }
    recorders.time(waits, waited);
  }

  /** An attempt has ended, and is counted by this meter. */
  void ended(Meter counter, RunningJob job, String outcome, Duration took) {
    over(counter, job, outcome, took);
    count(counter);
  }

  /** An attempt was the last one. */
  void failed(RunningJob job, String reason, Duration took) {
    over(Meter.JOB_FAILED, job, "failed", took);
    recorders.count(Meter.JOB_FAILED, queue, kind, reason);
  }

  void released(RunningJob job, Duration delay) {
    inFlight.end(job);
    count(Meter.JOB_RELEASED);
    if (!delay.isZero()) {
      count(Meter.JOB_UNHANDLED);
    }
  }

  private void over(Meter counter, RunningJob job, String outcome, Duration took) {
    inFlight.end(job);
    DoubleConsumer duration = durations.get(counter);
    if (duration == null) {
      duration = kept(durations, counter, Meter.JOB_DURATION, queue, kind, outcome);
    }
    recorders.time(duration, took);
  }

  private void count(Meter counter) {
    DoubleConsumer found = counters.get(counter);
    recorders.count(found == null ? kept(counters, counter, counter, queue, kind) : found);
  }

  /** What the registry refuses now is asked for again the next time. */
  private @Nullable DoubleConsumer kept(
      Map<Meter, DoubleConsumer> series, Meter key, Meter meter, String... tags) {
    DoubleConsumer made = recorders.recorder(meter, tags);
    if (made != null) {
      series.put(key, made);
    }
    return made;
  }
}
