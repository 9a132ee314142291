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
  private final Map<String, Set<Attempt>> begun = new HashMap<>();

  private record Attempt(long jobId, int runNo) {}

  InFlight(Gauges gauges, Values values) {
    this.gauges = gauges;
    this.values = values;
  }

  void begin(RunningJob job) {
    String queue = values.of(Tag.QUEUE, job.queue());
    begun.computeIfAbsent(queue, ignored -> new HashSet<>()).add(attempt(job));
    show(queue);
  }

  /** One that has ended may not have been heard to begin. */
  void end(RunningJob job) {
    String queue = values.of(Tag.QUEUE, job.queue());
    if (begun.getOrDefault(queue, Set.of()).remove(attempt(job))) {
      show(queue);
    }
  }

  /** Some ends may not have been heard: what runs is counted from here on. */
  void beginAnew() {
    begun.values().forEach(Set::clear);
    begun.keySet().forEach(this::show);
  }

  private void show(String queue) {
    gauges.set(Meter.JOB_IN_FLIGHT, Labels.of(queue), begun.getOrDefault(queue, Set.of()).size());
  }

  private static Attempt attempt(RunningJob job) {
    return new Attempt(job.id(), job.runNo());
  }
}
