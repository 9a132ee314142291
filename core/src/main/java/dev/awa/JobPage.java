package dev.awa;

import java.util.List;
import java.util.Optional;

/**
 * Some jobs of a list, newest first, and where the pages on both sides begin.
 *
 * @param jobs fewer than were asked for, or none, when the page has looked at enough rows
 * @param older where the page with older ones begins ({@link JobFilter#withOlderThan}); empty when
 *     there are none
 * @param newer where the page with newer ones begins ({@link JobFilter#withNewerThan}); empty when
 *     there were none. Jobs that come later are newer than the first of {@code jobs}
 */
public record JobPage(List<StoredJob> jobs, Optional<JobCursor> older, Optional<JobCursor> newer) {
  /** Keeps a copy of the list. */
  public JobPage {
    jobs = List.copyOf(jobs);
  }
}
