package dev.awa.event;

import java.util.Map;

/**
 * Maintenance came upon rows of jobs that can't be read. The jobs go on, or end, without what is
 * lost.
 *
 * @param jobs by the id of each job, what of it can't be read and why
 * @param found where they are and what follows, in words
 */
public record RowsUnreadable(Map<Long, String> jobs, String found) implements MaintenanceEvent {
  /** Keeps a copy of the map. */
  public RowsUnreadable {
    jobs = Map.copyOf(jobs);
  }

  @Override
  public String words() {
    return found;
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }
}
