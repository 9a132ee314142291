package dev.awa;

import java.util.Locale;

/**
 * What became of a job that was handed in.
 *
 * @param id the job's id; of the job that was there already when this one is a duplicate, or has
 *     replaced it
 * @param verdict whether it is a new job, has replaced one that waits, or is a duplicate
 */
public record Enqueued(long id, Verdict verdict) {
  /** What became of a job that was handed in. */
  public enum Verdict {
    /** It is a new job. */
    ENQUEUED,
    /**
     * Its unique rule says {@link Unique#orReplace}, and it took the place of the job that holds
     * its key and waits for its time. There is no new job: the one that waits keeps its id, and is
     * the new one in all else.
     */
    REPLACED,
    /** Another job holds its unique key. Nothing was written. */
    DUPLICATE;

    /** The word that SQL, JSON and the command have for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict that a word means. */
    public static Verdict of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** A new job, or a duplicate: for doubles of an {@link Enqueuer}. */
  public Enqueued(long id, boolean duplicate) {
    this(id, duplicate ? Verdict.DUPLICATE : Verdict.ENQUEUED);
  }

  /**
   * Whether nothing was enqueued or changed because another job holds the same unique key. A job
   * that has replaced another is no duplicate.
   */
  public boolean duplicate() {
    return verdict == Verdict.DUPLICATE;
  }
}
