package dev.awa.bench.harness;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What is counted between two samples, and the durations of the last half minute. */
final class Meters {
  private static final double MILLIS = 1e-3;

  private final Duration every;
  private final LongAdder enqueued = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final Map<String, Rolling> rolling;
  private long lastNanos = System.nanoTime();

  Meters(Duration every) {
    this.every = every;
    rolling =
        Map.of(
            "claim", new Rolling(every),
            "subscriber", new Rolling(every),
            "end_to_end", new Rolling(every),
            "producer_call", new Rolling(every));
  }

  /** Wall-clock microseconds, which all processes of a run share. */
  static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  void enqueued(int count, long micros) {
    enqueued.add(count);
    add("producer_call", micros);
  }

  void started(long micros) {
    add("claim", micros);
    add("subscriber", micros);
  }

  void ended(long micros) {
    add("end_to_end", micros);
  }

  void completed() {
    completed.increment();
  }

  void retried() {
    retried.increment();
  }

  private void add(String name, long micros) {
    Rolling one = rolling.get(name);
    if (one != null) {
      one.add(micros);
    }
  }

  /** Says everything. */
  void sample(Voice voice, String time) {
    long now = System.nanoTime();
    double seconds = (now - lastNanos) * 1e-9;
    lastNanos = now;
    long window = every.toSeconds();
    voice.metric(time, "enqueue_rate", enqueued.sumThenReset() / seconds, window);
    voice.metric(time, "completion_rate", completed.sumThenReset() / seconds, window);
    voice.metric(time, "retryable_failure_rate", retried.sumThenReset() / seconds, window);
    rolling.forEach((name, durations) -> {
      Durations quantiles = durations.next();
      voice.metric(time, name + "_p50_ms", quantiles.micros(0.5) * MILLIS, Rolling.SECONDS);
      voice.metric(time, name + "_p95_ms", quantiles.micros(0.95) * MILLIS, Rolling.SECONDS);
      voice.metric(time, name + "_p99_ms", quantiles.micros(0.99) * MILLIS, Rolling.SECONDS);
    });
  }
}
