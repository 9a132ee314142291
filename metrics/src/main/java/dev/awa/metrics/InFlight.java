package dev.awa.metrics;

import dev.awa.RunningJob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The attempts that have begun and whose ending is not stored yet. Used by one thread: that of the
 * listener.
 */
final class InFlight {
  private final Gauges gauges;
  private final Values values;
  private final Map<String, OfQueue> begun = new HashMap<>();

  private record Attempt(long jobId, int runNo) {}

  /** Those of a queue. A registry that asks how many there are reads a field. */
  static final class OfQueue {
    private final Set<Attempt> attempts = new HashSet<>();
    private volatile int size;

    void begin(RunningJob job) {
      attempts.add(attempt(job));
      size = attempts.size();
    }

    /** One that has ended may not have been heard to begin. */
    void end(RunningJob job) {
      attempts.remove(attempt(job));
      size = attempts.size();
    }

    private void beginAnew() {
      attempts.clear();
      size = 0;
    }

    private static Attempt attempt(RunningJob job) {
      return new Attempt(job.id(), job.runNo());
    }
  }

  InFlight(Gauges gauges, Values values) {
    this.gauges = gauges;
    this.values = values;
  }

  /** Those of a queue, which are shown from here on. */
  OfQueue of(String queue) {
    return begun.computeIfAbsent(values.of(Tag.QUEUE, queue), this::shown);
  }

  private OfQueue shown(String told) {
    OfQueue shown = new OfQueue();
    gauges.set(Meter.JOB_IN_FLIGHT, Labels.of(told), () -> shown.size);
    return shown;
  }

  /** Some ends may not have been heard: what runs is counted from here on. */
  void beginAnew() {
    begun.values().forEach(OfQueue::beginAnew);
  }
}
