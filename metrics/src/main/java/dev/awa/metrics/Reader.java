package dev.awa.metrics;

import dev.awa.QueueReading;
import dev.awa.RingFill;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the ring, the schedules, the operations and then some queues, in a circle: as many as there
 * is time for in a turn. A turn that fails leaves the gauges as they are, and their age tells that.
 * The next turn goes on behind the queue that could not be read, so that one keeps no other from
 * being read.
 */
final class Reader implements Runnable {
  private static final double NANOS = 1e9;

  /** Names that are asked for at once. */
  private static final int NAMES = 200;

  private final ReadingPlan plan;
  private final Gauges gauges;
  private final Values values;
  private final QueueFigures figures;
  private final Grievance failing =
      new Grievance(
          "metrics: the queues, the ring, the schedules or the operations can't be read, so their"
              + " gauges show what was read last; awa.reading.age tells how old that is. Jobs are"
              + " not affected. This is said once");
  private final Object showing = new Object();
  private volatile boolean stopped;
  private volatile long ringNanos;
  private volatile boolean sawRing;
  private volatile boolean sawQueues;
  private String cameTo = "";

  Reader(ReadingPlan plan, Gauges gauges, Values values) {
    this.plan = plan;
    this.gauges = gauges;
    this.values = values;
    this.figures = new QueueFigures(gauges, values);
  }

  @Override
  public void run() {
    attempt(this::readRing);
    attempt(this::readSchedules);
    attempt(this::readOperations);
    attempt(this::readDescriptions);
    attempt(this::readQueues);
  }

  private void attempt(Runnable step) {
    if (!stopped) {
      try {
        step.run();
      } catch (Throwable e) {
        if (!stopped) {
          failing.about(e);
        }
      }
    }
  }

  private void readRing() {
    RingFill fill = plan.awa().storage().ring(plan.patience());
    ringNanos = System.nanoTime();
    show(() -> {
      gauges.set(Meter.RING_USED, Labels.of(), fill.used());
      gauges.set(Meter.RING_GENERATION, Labels.of(), (double) fill.generation());
      if (!sawRing) {
        sawRing = true;
        gauges.set(
            Meter.READING_AGE,
            Labels.of("ring"),
            () -> (double) (System.nanoTime() - ringNanos) / NANOS);
      }
    });
  }

  private void readSchedules() {
    Duration overdue = plan.awa().schedules().overdue(plan.patience());
    show(() -> gauges.set(Meter.CRON_LAG, Labels.of(), overdue.toMillis() / 1000.0));
  }

  private void readOperations() {
    Duration idle = plan.awa().operations().idle(plan.patience());
    show(() -> gauges.set(Meter.OPERATION_LAG, Labels.of(), idle.toMillis() / 1000.0));
  }

  private void readDescriptions() {
    Map<Labels, Double> described = new HashMap<>();
    plan.awa().queues().described(plan.patience()).stream()
        .filter(one -> !one.stale())
        .forEach(one -> {
          String owner = one.says().owner();
          Labels labels =
              Labels.of(
                  values.of(Tag.QUEUE, one.name()),
                  values.of(Tag.OWNER, owner == null ? "" : owner));
          described.merge(labels, 1.0, Double::sum);
        });
    show(() -> gauges.show(Meter.QUEUE_DESCRIBED, described));
  }

  /** Until half of the time is over, or the circle is at its end. */
  private void readQueues() {
    long until = System.nanoTime() + plan.patience().toNanos();
    boolean through = false;
    try {
      while (!stopped && !through && left(until).compareTo(plan.patience().dividedBy(2)) > 0) {
        List<String> names = plan.awa().queues().names(cameTo, NAMES, left(until));
        through = names.isEmpty();
        if (through) {
          cameTo = "";
        } else {
          read(names, until);
        }
      }
    } finally {
      if (through || !figures.areNone()) {
        show(this::showQueues);
      }
    }
  }

  /** The next time begins after the last one read; after the first when that can't be read. */
  private void read(List<String> names, long until) {
    cameTo = names.getFirst();
    List<QueueReading> readings = plan.awa().queues().read(names, left(until));
    readings.forEach(figures::took);
    cameTo = readings.getLast().stats().queue();
  }

  private static Duration left(long until) {
    return Duration.ofNanos(until - System.nanoTime());
  }

  private void showQueues() {
    figures.show();
    if (!sawQueues) {
      sawQueues = true;
      gauges.set(Meter.READING_AGE, Labels.of("queues"), figures::age);
    }
  }

  private void show(Runnable what) {
    synchronized (showing) {
      if (!stopped) {
        what.run();
      }
    }
  }

  /** Shows nothing more; then does this. */
  void stop(Runnable then) {
    synchronized (showing) {
      stopped = true;
      then.run();
    }
  }
}
