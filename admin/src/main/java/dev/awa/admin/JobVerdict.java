package dev.awa.admin;

import java.util.Locale;

/**
 * What became of the wish to change a job.
 *
 * @param id the job
 * @param verdict the word: {@code cancelled}, {@code too_late}, {@code unknown}
 */
public record JobVerdict(long id, String verdict) {
  /** The verdict of a call, in its word. */
  public static JobVerdict of(long id, Enum<?> verdict) {
    return new JobVerdict(id, verdict.name().toLowerCase(Locale.ROOT));
  }
}
