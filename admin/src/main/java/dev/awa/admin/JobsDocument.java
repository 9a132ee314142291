package dev.awa.admin;

import dev.awa.StoredJob;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Some jobs, newest first.
 *
 * @param jobs a {@link JobDocument} each
 * @param next where the next page begins: only jobs with a smaller id; null when there are no older
 *     ones
 */
public record JobsDocument(List<Map<String, @Nullable Object>> jobs, @Nullable Long next) {
  /** The document of these jobs. */
  public static JobsDocument of(List<StoredJob> jobs, OptionalLong next) {
    return new JobsDocument(
        jobs.stream().map(JobDocument::of).toList(),
        next.isPresent() ? Long.valueOf(next.getAsLong()) : null);
  }
}
