package dev.awa.metrics;

import static dev.awa.metrics.Meter.Type.COUNTER;
import static dev.awa.metrics.Meter.Type.DISTRIBUTION;
import static dev.awa.metrics.Meter.Type.GAUGE;
import static dev.awa.metrics.Meter.Type.TIMER;
import static dev.awa.metrics.Tag.ACTION;
import static dev.awa.metrics.Tag.CAUSE;
import static dev.awa.metrics.Tag.CHORE;
import static dev.awa.metrics.Tag.KIND;
import static dev.awa.metrics.Tag.LISTENER;
import static dev.awa.metrics.Tag.OUTCOME;
import static dev.awa.metrics.Tag.OWNER;
import static dev.awa.metrics.Tag.PURPOSE;
import static dev.awa.metrics.Tag.QUEUE;
import static dev.awa.metrics.Tag.READING;
import static dev.awa.metrics.Tag.STATE;
import static dev.awa.metrics.Tag.STEP;
import static dev.awa.metrics.Tag.VERDICT;

import java.util.List;

/**
 * Every meter there is. No name ends in info, total or created: the Prometheus registry of
 * Micrometer changes what such a name means.
 */
enum Meter {
  // --- jobs ---
  JOB_ENQUEUED(
      "awa.job.inserted",
      COUNTER,
      "{job}",
      "jobs of calls of this client that have returned, duplicates too",
      QUEUE,
      KIND),
  JOB_DUPLICATE(
      "awa.job.duplicates",
      COUNTER,
      "{job}",
      "of these the jobs that were there already, by their unique key"),
  JOB_CLAIMED("awa.job.claimed", COUNTER, "{job}", "runs that this worker claimed", QUEUE),
  JOB_COMPLETED("awa.job.completed", COUNTER, "{job}", "jobs that are done", QUEUE, KIND),
  JOB_FAILED(
      "awa.job.failed",
      COUNTER,
      "{job}",
      "jobs that failed for good; the cause is the reason of the failed job",
      QUEUE,
      KIND,
      CAUSE),
  JOB_RETRIED(
      "awa.job.retried",
      COUNTER,
      "{job}",
      "attempts that failed and are followed by another",
      QUEUE,
      KIND),
  JOB_CANCELLED("awa.job.cancelled", COUNTER, "{job}", "cancelled by their handler", QUEUE, KIND),
  JOB_SNOOZED("awa.job.snoozed", COUNTER, "{job}", "snoozed by their handler", QUEUE, KIND),
  JOB_RELEASED(
      "awa.job.released",
      COUNTER,
      "{job}",
      "put back without an attempt: no handler, no processor, or a shutdown",
      QUEUE,
      KIND),
  JOB_UNHANDLED(
      "awa.job.unhandled",
      COUNTER,
      "{job}",
      "put back for a while because this worker can't run them: no handler for the kind, arguments"
          + " of a newer version, an unknown key, or no memory",
      QUEUE,
      KIND),
  DEAD_LETTER_MADE(
      "awa.job.dlq_moved",
      COUNTER,
      "{job}",
      "jobs that became dead letters; the cause is their reason, or moved when a client moved them",
      CAUSE),
  DEAD_LETTER_RETRIED(
      "awa.job.dlq_retried", COUNTER, "{job}", "dead letters that a client ran again"),
  DEAD_LETTER_PURGED(
      "awa.job.dlq_purged",
      COUNTER,
      "{job}",
      "dead letters that were deleted; the cause is client, or history when their time was over",
      CAUSE),
  JOB_STALE(
      "awa.job.stale",
      COUNTER,
      "{job}",
      "attempts that ended when the run was no longer this worker's; nothing was changed",
      QUEUE,
      KIND),
  JOB_WAIT(
      "awa.job.wait_duration",
      TIMER,
      "s",
      "from when a run is ready until its handler is called",
      QUEUE,
      KIND),
  JOB_DURATION(
      "awa.job.duration",
      TIMER,
      "s",
      "attempts; the outcome is completed, retried, failed, cancelled, snoozed or stale",
      QUEUE,
      KIND,
      OUTCOME),
  JOB_IN_FLIGHT(
      "awa.job.in_flight",
      GAUGE,
      "{job}",
      "attempts that have begun and whose ending is not stored yet",
      QUEUE),
  QUEUE_CONCURRENCY(
      "awa.queue.concurrency",
      GAUGE,
      "{job}",
      "how many jobs of a queue this worker runs at once, as the worker says or as is set",
      QUEUE),

  // --- queues, read by the worker that leads ---
  QUEUE_DEPTH(
      "awa.queue.depth",
      GAUGE,
      "{job}",
      "jobs by state: available, running, scheduled or retryable",
      QUEUE,
      STATE),
  QUEUE_LAG(
      "awa.queue.lag",
      GAUGE,
      "s",
      "for how long the job that waits longest has been ready; 0 when none waits",
      QUEUE),
  QUEUE_DESCRIBED(
      "awa.queue.described",
      GAUGE,
      "{description}",
      "how many different descriptions of the queue name this owner (empty: none), of those that"
          + " workers have given within a day; more than 1 of a queue: they drift",
      QUEUE,
      OWNER),
  DEAD_LETTERS("awa.job.dlq_depth", GAUGE, "{job}", "dead letters", QUEUE),
  CRON_LAG(
      "awa.cron.lag",
      GAUGE,
      "s",
      "for how long the schedule has been due that is overdue longest; 0 when none is"),
  OPERATION_LAG(
      "awa.operation.lag",
      GAUGE,
      "s",
      "for how long the operation has not moved that stands still longest; 0 when none is at work"),
  READING_AGE(
      "awa.reading.age",
      GAUGE,
      "s",
      "how old the oldest of these readings is; the reading is queues or ring",
      READING),

  // --- claims and endings ---
  CLAIM_DURATION("awa.dispatch.claim_duration", TIMER, "s", "calls that claim", QUEUE),
  CLAIM_SIZE(
      "awa.dispatch.claim_batch_size", DISTRIBUTION, "{job}", "runs of a call that got any", QUEUE),
  CLAIM_EMPTY("awa.dispatch.empty_claims", COUNTER, "{claim}", "calls that got no run", QUEUE),
  CLAIM_UNUSED(
      "awa.dispatch.unused_permits", COUNTER, "{permit}", "runs asked for and not got", QUEUE),
  NOTIFICATIONS(
      "awa.dispatch.notifications",
      COUNTER,
      "{notification}",
      "notifications that this worker heard, whatever they were of"),
  FLUSH_DURATION("awa.completion.flush_duration", TIMER, "s", "calls that store endings"),
  FLUSH_SIZE("awa.completion.flush_batch_size", DISTRIBUTION, "{job}", "endings of a call"),
  ENDING_REFUSED(
      "awa.completion.refused", COUNTER, "{refusal}", "endings that the database refuses"),
  ROW_UNREADABLE("awa.job.unreadable", COUNTER, "{job}", "rows of jobs that can't be read"),

  // --- the worker ---
  BEAT_DURATION("awa.heartbeat.duration", TIMER, "s", "beats"),
  POLLING(
      "awa.worker.polling", GAUGE, "{worker}", "1 while the worker hears no notifications, else 0"),
  FENCED(
      "awa.worker.fenced",
      COUNTER,
      "{worker}",
      "how often this worker was declared dead, or the database failed over"),
  GAVE_UP("awa.worker.gave_up", COUNTER, "{worker}", "parts of the worker that are lost for good"),
  CONNECTION_LOST(
      "awa.connection.lost", COUNTER, "{connection}", "connections that were lost", PURPOSE),
  CONNECTION_OUTAGE(
      "awa.connection.outage", TIMER, "s", "how long there was no connection", PURPOSE),
  STEP_FAILED("awa.step.failed", COUNTER, "{failure}", "steps that failed and are redone", STEP),
  EVENT_LOST(
      "awa.event.lost",
      COUNTER,
      "{event}",
      "events that a listener did not hear because it is too slow; the log is listener 0",
      LISTENER),

  // --- maintenance, of the worker that leads ---
  LEAD("awa.lead.held", GAUGE, "{worker}", "1 while this worker leads, else 0"),
  CHORE_DURATION("awa.maintenance.branch.duration", TIMER, "s", "turns of chores", CHORE),
  DEATHS("awa.maintenance.deaths", COUNTER, "{worker}", "workers that were declared dead"),
  RESCUES("awa.maintenance.rescues", COUNTER, "{job}", "runs of dead workers that were rescued"),
  PROMOTE_DURATION("awa.maintenance.promote_duration", TIMER, "s", "steps that promote"),
  PROMOTE_SIZE(
      "awa.maintenance.promote_batch_size", DISTRIBUTION, "{job}", "jobs of a step that promotes"),
  PROMOTE_LAG(
      "awa.maintenance.promote_lag",
      TIMER,
      "s",
      "how overdue the next job is that a step of promotion has left"),
  CRON_FIRED("awa.cron.fired", COUNTER, "{fire}", "fires of schedules whose job was enqueued"),
  CRON_LATENESS(
      "awa.cron.lateness", TIMER, "s", "from the planned time of a fire until it was enqueued"),
  CRON_SKIPPED(
      "awa.cron.skipped",
      COUNTER,
      "{fire}",
      "fires that were skipped because an earlier job had not ended"),
  CRON_MISSED(
      "awa.cron.missed",
      COUNTER,
      "{fire}",
      "planned times that passed while nobody could fire and that are not made up for"),
  CRON_FAILED(
      "awa.cron.failed", COUNTER, "{failure}", "schedules that were due and could not be fired"),
  OPERATION_JOBS(
      "awa.operation.jobs",
      COUNTER,
      "{job}",
      "jobs that operations have treated; the verdict is changed, too_late, duplicate or failed",
      ACTION,
      VERDICT),
  ROTATIONS("awa.maintenance.rotations", COUNTER, "{segment}", "segments that were opened"),
  ROTATE_SKIPS(
      "awa.maintenance.rotate.skips",
      COUNTER,
      "{skip}",
      "how often no segment could be opened; the cause is full",
      CAUSE),
  PRUNE_DURATION("awa.maintenance.prune.duration", TIMER, "s", "prunes of a segment"),
  PRUNE_SKIPS(
      "awa.maintenance.prune.skips",
      COUNTER,
      "{skip}",
      "how often a new cause kept the oldest segment: waiting, open, held, history or blocked",
      CAUSE),
  STANDSTILLS(
      "awa.maintenance.prune.standstills",
      COUNTER,
      "{report}",
      "reports that open transactions keep the oldest segment for more than a minute"),
  CARRY_DURATION("awa.maintenance.carry.duration", TIMER, "s", "segments that were carried"),
  RING_USED("awa.ring.used", GAUGE, "{slot}", "slots of the ring that are in use, of 16"),
  RING_GENERATION("awa.ring.generation", GAUGE, "{segment}", "the number of the current segment");

  /** What a meter does with its numbers. */
  enum Type {
    /** Adds them up. */
    COUNTER,
    /** Tells how many lengths of time there were, and how long they were. */
    TIMER,
    /** Tells how many numbers there were, and how large they were. */
    DISTRIBUTION,
    /** Tells the last one. */
    GAUGE
  }

  /** From a millisecond to an hour: attempts are as long as that. */
  private static final List<Double> SECONDS =
      List.of(
          0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
          1800.0, 3600.0);

  /** Up to the most that a step promotes. */
  private static final List<Double> SIZES =
      List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0);

  private final String title;
  private final Type type;
  private final String unit;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Tag> tags;

  Meter(String title, Type type, String unit, String words, Tag... tags) {
    this.title = title;
    this.type = type;
    this.unit = unit;
    this.words = words;
    this.tags = List.of(tags);
  }

  String title() {
    return title;
  }

  Type type() {
    return type;
  }

  /** As OpenTelemetry writes it: s, or what is counted in braces. A 1 would end names in _ratio. */
  String unit() {
    return unit;
  }

  boolean isInSeconds() {
    return unit.equals("s");
  }

  String words() {
    return words;
  }

  List<Tag> tags() {
    return tags;
  }

  /** The upper bounds of its buckets; none for a counter or a gauge. */
  List<Double> buckets() {
    return switch (type) {
      case TIMER -> SECONDS;
      case DISTRIBUTION -> SIZES;
      case COUNTER, GAUGE -> List.of();
    };
  }
}
