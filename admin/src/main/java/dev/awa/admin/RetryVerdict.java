package dev.awa.admin;

import dev.awa.Retried;
import dev.awa.Unhandled;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of the wish to run a job again.
 *
 * @param id the job
 * @param verdict the word: {@code retried}, {@code duplicate}, {@code unknown}
 * @param holder the job that holds the unique key which this one needs; null: none
 * @param warning that no living worker handles the job, in words; null: one does
 */
public record RetryVerdict(
    long id, String verdict, @Nullable Long holder, @Nullable String warning) {
  /** The verdict of a call, in its word. */
  public static RetryVerdict of(Retried retried) {
    Unhandled unhandled = retried.unhandled();
    return new RetryVerdict(
        retried.jobId(),
        retried.verdict().name().toLowerCase(Locale.ROOT),
        retried.holder(),
        unhandled == null ? null : unhandled.words());
  }
}
