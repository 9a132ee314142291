package dev.awa.engine;

import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.StoredJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a page of what the server has answered: its jobs in the order of the way, then its end. */
final class Pages {
  private final JobFilter filter;
  private final List<StoredJob> jobs = new ArrayList<>();
  private @Nullable JobCursor next;

  Pages(JobFilter filter) {
    this.filter = filter;
  }

  /** Takes a row: a job, or the last one, which tells where the next page begins. */
  boolean read(ResultSet row, @Nullable JobCursor where) throws SQLException {
    if (row.getObject("id") == null) {
      next = where;
      return false;
    }
    return jobs.add(Jobs.stored(row));
  }

  JobPage page() {
    if (filter.newerThan() == null) {
      return new JobPage(jobs, Optional.ofNullable(next), newer());
    }
    Collections.reverse(jobs);
    JobCursor older =
        jobs.isEmpty() ? beside(Objects.requireNonNull(filter.newerThan()), 1) : at(jobs.getLast());
    return new JobPage(jobs, Optional.of(older), Optional.ofNullable(next));
  }

  /** Of a page with older ones: those that came before. */
  private Optional<JobCursor> newer() {
    JobCursor older = filter.olderThan();
    if (older == null) {
      return Optional.empty();
    }
    return Optional.of(jobs.isEmpty() ? beside(older, -1) : at(jobs.getFirst()));
  }

  private JobCursor at(StoredJob job) {
    return filter.isByEnd()
        ? JobCursor.of(Objects.requireNonNull(job.finishedAt()), job.id())
        : JobCursor.of(job.id());
  }

  /** The way back from an empty page has the job at which it began. */
  private static JobCursor beside(JobCursor cursor, int by) {
    return new JobCursor(cursor.finishedAt(), cursor.id() + by);
  }
}
