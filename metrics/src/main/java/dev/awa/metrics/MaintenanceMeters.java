package dev.awa.metrics;

import dev.awa.event.ChoreDone;
import dev.awa.event.FireSkipped;
import dev.awa.event.FiresMissed;
import dev.awa.event.HistoryPurged;
import dev.awa.event.JobsPromoted;
import dev.awa.event.LeadLost;
import dev.awa.event.LeadTaken;
import dev.awa.event.MaintenanceEvent;
import dev.awa.event.OperationMoved;
import dev.awa.event.PruneBlocked;
import dev.awa.event.PruneSkipped;
import dev.awa.event.RescuedJobsFailed;
import dev.awa.event.RotationSkipped;
import dev.awa.event.RowsUnreadable;
import dev.awa.event.RunsRescued;
import dev.awa.event.ScheduleFailed;
import dev.awa.event.ScheduleFired;
import dev.awa.event.SegmentCarried;
import dev.awa.event.SegmentPruned;
import dev.awa.event.SegmentRotated;
import dev.awa.event.WorkerDied;
import java.util.Locale;

/** The meters of maintenance, which the worker does that leads. */
final class MaintenanceMeters {
  private final Recorders recorders;
  private final Gauges gauges;
  private final Readings readings;
  private final DeadLetterMeters deadLetters;

  MaintenanceMeters(
      Recorders recorders, Gauges gauges, Readings readings, DeadLetterMeters deadLetters) {
    this.recorders = recorders;
    this.gauges = gauges;
    this.readings = readings;
    this.deadLetters = deadLetters;
  }

  void tell(MaintenanceEvent event) {
    switch (event) {
      case ChoreDone e -> recorders.time(Meter.CHORE_DURATION, e.took(), e.chore());
      case JobsPromoted e -> {
        recorders.time(Meter.PROMOTE_DURATION, e.took());
        recorders.record(Meter.PROMOTE_SIZE, e.jobs());
        recorders.time(Meter.PROMOTE_LAG, e.late());
      }
      case LeadTaken ignored -> {
        gauges.set(Meter.LEAD, Labels.of(), 1);
        readings.start();
      }
      case LeadLost ignored -> {
        gauges.set(Meter.LEAD, Labels.of(), 0);
        readings.stop();
      }
      case WorkerDied ignored -> recorders.count(Meter.DEATHS);
      case RunsRescued e -> recorders.record(Meter.RESCUES, e.runs());
      case RescuedJobsFailed e -> deadLetters.tell(e);
      case HistoryPurged e -> deadLetters.tell(e);
      case RowsUnreadable e -> recorders.record(Meter.ROW_UNREADABLE, e.jobs().size());
      case OperationMoved e -> operation(e);
      default -> {
        schedules(event);
        ring(event);
      }
    }
  }

  private void schedules(MaintenanceEvent event) {
    switch (event) {
      case ScheduleFired e -> {
        recorders.count(Meter.CRON_FIRED);
        recorders.time(Meter.CRON_LATENESS, e.late());
      }
      case FireSkipped ignored -> recorders.count(Meter.CRON_SKIPPED);
      case FiresMissed e -> recorders.record(Meter.CRON_MISSED, e.times());
      case ScheduleFailed ignored -> recorders.count(Meter.CRON_FAILED);
      default -> {} // what has no meter
    }
  }

  private void operation(OperationMoved event) {
    treated(event, "changed", event.counts().changed());
    treated(event, "too_late", event.counts().tooLate());
    treated(event, "duplicate", event.counts().duplicates());
    treated(event, "failed", event.counts().failed());
  }

  private void treated(OperationMoved event, String verdict, long jobs) {
    if (jobs > 0) {
      recorders.record(Meter.OPERATION_JOBS, (double) jobs, event.verb().word(), verdict);
    }
  }

  private void ring(MaintenanceEvent event) {
    switch (event) {
      case SegmentRotated ignored -> recorders.count(Meter.ROTATIONS);
      case SegmentPruned e -> recorders.time(Meter.PRUNE_DURATION, e.took());
      case SegmentCarried e -> recorders.time(Meter.CARRY_DURATION, e.took());
      case PruneSkipped e ->
          recorders.count(Meter.PRUNE_SKIPS, e.cause().name().toLowerCase(Locale.ROOT));
      case RotationSkipped ignored -> recorders.count(Meter.ROTATE_SKIPS, "full");
      case PruneBlocked ignored -> recorders.count(Meter.STANDSTILLS);
      default -> {} // what has no meter
    }
  }
}
