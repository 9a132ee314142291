package dev.awa.metrics;

import dev.awa.QueueReading;
import dev.awa.QueueStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last reading of each queue, summed up by what the gauges tell apart. */
final class QueueFigures {
  private static final double NANOS = 1e9;

  private final Gauges gauges;
  private final Values values;
  private final Map<String, Read> last = new LinkedHashMap<>();
  private volatile long oldestNanos;

  private record Read(QueueReading reading, long nanos) {}

  /** What several queues hold together. */
  private static final class Sum {
    private double available;
    private double running;
    private double scheduled;
    private double retryable;
    private double deadLetters;
    private double lag;

    void add(QueueReading reading) {
      QueueStats stats = reading.stats();
      available += (double) stats.available();
      running += (double) stats.running();
      scheduled += (double) stats.scheduled();
      retryable += (double) stats.retryable();
      deadLetters += (double) stats.deadLetters();
      Duration waits = reading.lag();
      if (waits != null) {
        lag = Math.max(lag, (double) waits.toNanos() / NANOS);
      }
    }
  }

  QueueFigures(Gauges gauges, Values values) {
    this.gauges = gauges;
    this.values = values;
  }

  /** A queue was read just now. */
  void took(QueueReading reading) {
    last.put(reading.stats().queue(), new Read(reading, System.nanoTime()));
  }

  boolean areNone() {
    return last.isEmpty();
  }

  /** Shows what is known. */
  void show() {
    Map<String, Sum> sums = new LinkedHashMap<>();
    last.forEach((queue, read) ->
        sums.computeIfAbsent(values.of(Tag.QUEUE, queue), ignored -> new Sum())
            .add(read.reading()));
    sums.forEach(this::show);
    oldestNanos = last.values().stream().mapToLong(Read::nanos).min().orElseGet(System::nanoTime);
  }

  private void show(String queue, Sum sum) {
    gauges.set(Meter.QUEUE_DEPTH, Labels.of(queue, "available"), sum.available);
    gauges.set(Meter.QUEUE_DEPTH, Labels.of(queue, "running"), sum.running);
    gauges.set(Meter.QUEUE_DEPTH, Labels.of(queue, "scheduled"), sum.scheduled);
    gauges.set(Meter.QUEUE_DEPTH, Labels.of(queue, "retryable"), sum.retryable);
    gauges.set(Meter.DEAD_LETTERS, Labels.of(queue), sum.deadLetters);
    gauges.set(Meter.QUEUE_LAG, Labels.of(queue), sum.lag);
  }

  /** How old the oldest reading is, in seconds. */
  double age() {
    return (double) (System.nanoTime() - oldestNanos) / NANOS;
  }
}
