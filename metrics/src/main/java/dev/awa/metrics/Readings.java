package dev.awa.metrics;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queues and the ring, on a thread of its own, while this worker leads: so one process
 * tells what all would find. A stop waits for nobody; what is read at that moment is not shown.
 */
final class Readings {
  /** The gauges that go when the lead is lost. */
  private static final List<Meter> SHOWN =
      List.of(
          Meter.QUEUE_DEPTH,
          Meter.QUEUE_LAG,
          Meter.DEAD_LETTERS,
          Meter.QUEUE_DESCRIBED,
          Meter.RING_USED,
          Meter.RING_GENERATION,
          Meter.READING_AGE);

  private final @Nullable ReadingPlan plan;
  private final Gauges gauges;
  private final Values values;
  private @Nullable Term term;

  /** One leadership: its thread, and what it reads. */
  private record Term(ScheduledExecutorService thread, Future<?> turns, Reader reader) {}

  /**
   * None yet.
   *
   * @param plan what to read; null for nothing
   */
  Readings(@Nullable ReadingPlan plan, Gauges gauges, Values values) {
    this.plan = plan;
    this.gauges = gauges;
    this.values = values;
  }

  synchronized void start() {
    if (plan == null || term != null) {
      return;
    }
    Reader reader = new Reader(plan, gauges, values);
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("awa metrics").unstarted(task));
    Future<?> turns =
        thread.scheduleWithFixedDelay(reader, 0, plan.pace().toMillis(), TimeUnit.MILLISECONDS);
    term = new Term(thread, turns, reader);
  }

  synchronized void stop() {
    if (term != null) {
      term.turns().cancel(false);
      term.thread().shutdown();
      term.reader().stop(() -> SHOWN.forEach(gauges::remove));
      term = null;
    }
  }
}
