package dev.awa.admin.http;

import dev.awa.Retried;
import dev.awa.admin.RetryVerdict;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one of several jobs.
 *
 * @param id the job
 * @param verdict the word of the call for one job: {@code cancelled}, {@code unknown}; besides
 *     {@code forbidden}: it is in a queue that the asker is not let into; {@code error}: it could
 *     not be done; {@code not_tried}: the database had failed before
 * @param holder the job that holds the unique key which this one needs; null: none
 * @param warning that no living worker handles the job, in words; null: one does
 * @param why what failed, in words; null: nothing did
 */
record ManyVerdict(
    long id,
    String verdict,
    @Nullable Long holder,
    @Nullable String warning,
    @Nullable String why) {
  private static final Set<String> DONE = Set.of("cancelled", "retried", "deleted", "moved");

  static ManyVerdict of(long id, Enum<?> verdict) {
    return of(id, verdict.name().toLowerCase(Locale.ROOT));
  }

  static ManyVerdict of(long id, String verdict) {
    return new ManyVerdict(id, verdict, null, null, null);
  }

  static ManyVerdict of(Retried retried) {
    RetryVerdict one = RetryVerdict.of(retried);
    return new ManyVerdict(one.id(), one.verdict(), one.holder(), one.warning(), null);
  }

  static ManyVerdict failed(long id, String why) {
    return new ManyVerdict(id, "error", null, null, why);
  }

  boolean isDone() {
    return DONE.contains(verdict);
  }
}
