package dev.awa.admin;

import dev.awa.JobCursor;
import dev.awa.StoredJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some jobs, newest first.
 *
 * @param jobs a {@link JobDocument} each
 * @param older where the page with older ones begins; null when there are none
 * @param newer where the page with newer ones begins; null when there were none
 * @param note what the list costs that no index answers, and which names in the filter nobody
 *     knows, in words; null when there is nothing to say
 */
public record JobsDocument(
    List<Map<String, @Nullable Object>> jobs,
    @Nullable String older,
    @Nullable String newer,
    @Nullable String note) {
  /** The document of these jobs. */
  public static JobsDocument of(
      List<StoredJob> jobs,
      Optional<JobCursor> older,
      Optional<JobCursor> newer,
      Optional<String> note) {
    return new JobsDocument(
        jobs.stream().map(JobDocument::of).toList(),
        older.map(JobCursor::toString).orElse(null),
        newer.map(JobCursor::toString).orElse(null),
        note.orElse(null));
  }
}
