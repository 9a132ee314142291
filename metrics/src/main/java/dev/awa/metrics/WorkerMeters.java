package dev.awa.metrics;

import dev.awa.event.Beat;
import dev.awa.event.ConnectionBack;
import dev.awa.event.ConnectionLost;
import dev.awa.event.DeclaredDead;
import dev.awa.event.EndingRefused;
import dev.awa.event.EventsLost;
import dev.awa.event.GaveUp;
import dev.awa.event.JobUnreadable;
import dev.awa.event.ListeningBegan;
import dev.awa.event.NotificationsHeard;
import dev.awa.event.NotificationsSwallowed;
import dev.awa.event.PollingBegan;
import dev.awa.event.PoolerFound;
import dev.awa.event.RunsClaimed;
import dev.awa.event.RunsFlushed;
import dev.awa.event.SettingsTaken;
import dev.awa.event.StepFailed;
import dev.awa.event.WorkerEvent;
import dev.awa.event.WorkerStarted;
import java.util.regex.Pattern;

/** The meters of what happens to a worker. */
final class WorkerMeters {
  /** What is another one for each queue, stripe or worker. */
  private static final Pattern NAMES = Pattern.compile("\"[^\"]*\"|\\d+");

  private final Recorders recorders;
  private final Gauges gauges;
  private final InFlight inFlight;
  private final Values values;

  WorkerMeters(Recorders recorders, Gauges gauges, InFlight inFlight, Values values) {
    this.values = values;
    this.recorders = recorders;
    this.gauges = gauges;
    this.inFlight = inFlight;
  }

  /**
   * The worker's own queues come first among the values of their tag. Counters begin at 0:
   * Prometheus sees no increase when the first thing that it sees is a 1.
   */
  void begin(WorkerStarted event) {
    event.queues().forEach(this::runsAtOnce);
    for (Meter meter : Meter.values()) {
      if (meter.type() == Meter.Type.COUNTER && meter.tags().isEmpty()) {
        recorders.record(meter, 0);
      }
    }
    gauges.setIfAbsent(Meter.LEAD, Labels.of(), 0);
    gauges.setIfAbsent(Meter.POLLING, Labels.of(), 0);
  }

  private void runsAtOnce(String queue, int jobs) {
    gauges.set(Meter.QUEUE_CONCURRENCY, Labels.of(values.of(Tag.QUEUE, queue)), jobs);
  }

  void tell(WorkerEvent event) {
    switch (event) {
      case SettingsTaken e -> runsAtOnce(e.queue(), e.concurrency());
      case RunsClaimed e -> claimed(e);
      case RunsFlushed e -> {
        recorders.time(Meter.FLUSH_DURATION, e.took());
        recorders.record(Meter.FLUSH_SIZE, e.runs());
      }
      case NotificationsHeard e -> recorders.record(Meter.NOTIFICATIONS, e.notifications());
      case Beat e -> recorders.time(Meter.BEAT_DURATION, e.took());
      case PollingBegan ignored -> polls(true);
      case NotificationsSwallowed ignored -> polls(true);
      case PoolerFound ignored -> polls(true);
      case ListeningBegan ignored -> polls(false);
      default -> trouble(event);
    }
  }

  private void claimed(RunsClaimed event) {
    recorders.time(Meter.CLAIM_DURATION, event.took(), event.queue());
    if (event.runs() == 0) {
      recorders.count(Meter.CLAIM_EMPTY, event.queue());
    } else {
      recorders.record(Meter.JOB_CLAIMED, event.runs(), event.queue());
      recorders.record(Meter.CLAIM_SIZE, event.runs(), event.queue());
    }
    recorders.record(Meter.CLAIM_UNUSED, Math.max(0, event.wanted() - event.runs()), event.queue());
  }

  private void polls(boolean polls) {
    gauges.set(Meter.POLLING, Labels.of(), polls ? 1 : 0);
  }

  private void trouble(WorkerEvent event) {
    switch (event) {
      case ConnectionLost e -> recorders.count(Meter.CONNECTION_LOST, e.purpose());
      case ConnectionBack e -> recorders.time(Meter.CONNECTION_OUTAGE, e.after(), e.purpose());
      case StepFailed e ->
          recorders.count(Meter.STEP_FAILED, NAMES.matcher(e.step()).replaceAll("..."));
      case EndingRefused ignored -> recorders.count(Meter.ENDING_REFUSED);
      case JobUnreadable ignored -> recorders.count(Meter.ROW_UNREADABLE);
      case GaveUp ignored -> recorders.count(Meter.GAVE_UP);
      case DeclaredDead ignored -> {
        recorders.count(Meter.FENCED);
        inFlight.beginAnew();
      }
      case EventsLost e ->
          recorders.record(Meter.EVENT_LOST, (double) e.events(), String.valueOf(e.listener()));
      default -> {} // what has no meter
    }
  }
}
