package dev.awa.cli.demo;

import dev.awa.Enqueued;
import dev.awa.event.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What really happened, written down outside the queue: which jobs were acknowledged, and how each
 * ended. The queue's own tables are not asked.
 */
final class DemoLedger {
  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

  final LongAdder enqueued = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder completed = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder cancelled = new LongAdder();

  /** How long jobs waited, in microseconds. */
  final Histogram pickUp = new ConcurrentHistogram(LONGEST_MICROS, 3);

  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> ends = new ConcurrentHashMap<>();

  /** The queue has taken a job. */
  void acknowledge(Enqueued answer) {
    if (answer.duplicate()) {
      duplicates.increment();
    } else {
      enqueued.increment();
      acknowledged.add(answer.id());
    }
  }

  /** A worker says what happened. */
  void note(JobEvent event) {
    switch (event) {
      case JobEvent.Started started -> noteStart(started);
      case JobEvent.Completed done -> end(done, completed);
      case JobEvent.Failed dead -> end(dead, failed);
      case JobEvent.Cancelled no -> end(no, cancelled);
      case JobEvent.Retried ignored -> retried.increment();
      case JobEvent.Snoozed ignored -> {}
      case JobEvent.Released ignored -> {}
      case JobEvent.Stale ignored -> {}
    }
  }

  private void noteStart(JobEvent.Started started) {
    Duration waited = Duration.between(started.job().readyAt(), Instant.now());
    pickUp.recordValue(Math.clamp(waited.toNanos() / 1000, 0, LONGEST_MICROS));
  }

  private void end(JobEvent event, LongAdder counter) {
    counter.increment();
    ends.merge(event.job().id(), 1, Integer::sum);
  }

  /** How many acknowledged jobs have not ended yet. */
  long open() {
    return acknowledged.stream().filter(id -> !ends.containsKey(id)).count();
  }

  /** How many jobs have ended more than once. */
  long endedTwice() {
    return ends.values().stream().filter(n -> n > 1).count();
  }

  long ended() {
    return completed.sum() + failed.sum() + cancelled.sum();
  }
}
