package dev.awa;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it is stored: something that is done to many jobs, and how far it is.
 *
 * @param id its id, one of the same numbers as those of jobs; its jobs have lower ones
 * @param verb what is done to each job
 * @param state whether it is at work
 * @param filter which jobs are meant, as JSON, with fixed times
 * @param change what is changed of each job, as JSON
 * @param reason why, in the words of the one who submitted it
 * @param submittedBy who submitted it
 * @param submittedAt when
 * @param stoppedBy who stopped it; null: nobody
 * @param movedAt when it last came further
 * @param endedAt when it was done or stopped; null while it is at work
 * @param counts how many jobs got which verdict
 * @param expected how many jobs a preview has counted; null: nobody counted
 * @param percent how far it is, 0 to 100: of the jobs that were counted, else of the ids
 * @param toLookAtAgain how many jobs moved while it was at them, or are kept from it by somebody
 * @param idle for how long it has not come further; zero when it has ended
 * @param notes the first ten jobs that were not changed although they were meant, and why
 */
public record StoredOperation(
    long id,
    Action.Verb verb,
    State state,
    String filter,
    String change,
    String reason,
    String submittedBy,
    Instant submittedAt,
    @Nullable String stoppedBy,
    Instant movedAt,
    @Nullable Instant endedAt,
    Counts counts,
    @Nullable Long expected,
    double percent,
    int toLookAtAgain,
    Duration idle,
    List<Note> notes) {

  /** Keeps a copy of the list. */
  public StoredOperation {
    notes = List.copyOf(notes);
  }

  /**
   * How many of the jobs that a preview had counted it did not meet any more: they had begun, ended
   * or changed before it came to them. 0 while it is at work, when it was stopped, and when nobody
   * counted. Jobs that came between the preview and the operation make it smaller.
   */
  public long unmet() {
    return expected == null || state != State.DONE ? 0 : Math.max(0, expected - counts.treated());
  }

  /** Whether an operation is at work. */
  public enum State {
    /** It has jobs before it. */
    RUNNING,
    /** All its jobs are treated. */
    DONE,
    /** Somebody has stopped it; what it had done stays done. */
    STOPPED
  }

  /**
   * How many jobs got which verdict.
   *
   * @param changed what was wanted is done
   * @param tooLate they were meant, and began, ended or went before it was their turn
   * @param duplicates not run again: another job holds their unique key
   * @param failed refused, or a part of them can't be read
   */
  public record Counts(long changed, long tooLate, long duplicates, long failed) {
    /** No job. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    /** How many jobs have a verdict. */
    public long treated() {
      return changed + tooLate + duplicates + failed;
    }

    /** Both together. */
    public Counts plus(Counts other) {
      return new Counts(
          changed + other.changed,
          tooLate + other.tooLate,
          duplicates + other.duplicates,
          failed + other.failed);
    }
  }

  /**
   * Why a job was not changed.
   *
   * @param jobId the job
   * @param verdict {@code duplicate} or {@code failed}
   * @param why in words
   */
  public record Note(long jobId, String verdict, String why) {}
}
