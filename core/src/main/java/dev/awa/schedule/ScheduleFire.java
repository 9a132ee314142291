package dev.awa.schedule;

import java.time.Instant;
import java.util.Locale;

/**
 * A fire of a schedule. The newest hundred of each schedule are kept.
 *
 * @param plannedAt the time that it was planned for
 * @param firedAt when it was fired
 * @param jobId the job that it enqueued; of one that was skipped, the job that had not ended
 * @param outcome what became of it
 */
public record ScheduleFire(Instant plannedAt, Instant firedAt, long jobId, Outcome outcome) {
  /** What becomes of a fire. */
  public enum Outcome {
    /** Its job was enqueued. */
    ENQUEUED,
    /** Somebody fired it by hand, and its job was enqueued. */
    TRIGGERED,
    /** No job was enqueued, because an earlier one had not ended ({@link Overlap}). */
    SKIPPED,
    /** It waits for the earlier job ({@link Overlap#QUEUE_ONE}). Not stored yet. */
    WAITING;

    /** How it is written everywhere: {@code enqueued}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
