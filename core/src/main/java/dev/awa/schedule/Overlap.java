package dev.awa.schedule;

import java.util.Locale;

/** What a fire does while the job of an earlier fire of the schedule has not ended. */
public enum Overlap {
  /** The job is enqueued all the same. The default. */
  ALLOW,

  /** The fire is skipped: its job is not enqueued. */
  SKIP,

  /**
   * One fire waits, and its job is enqueued within about a second after the other job has ended.
   * While one waits, further fires are skipped.
   */
  QUEUE_ONE;

  /** How it is written everywhere: {@code queue_one}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of a word.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Overlap of(String word) {
    for (Overlap overlap : values()) {
      if (overlap.word().equals(word)) {
        return overlap;
      }
    }
    throw new IllegalArgumentException("overlap: must be allow, skip or queue_one, got " + word);
  }
}
