package dev.awa.event;

/**
 * The stored counts of states can't be trusted, so each count is made by a scan until the stored
 * counts are rebuilt.
 */
public record CountersNotTrusted() implements WorkerEvent {
  @Override
  public String words() {
    return "the stored counts of scheduled, retryable, failed and cancelled jobs and of dead"
        + " letters can't be trusted: one of their tables was truncated, or data was"
        + " restored. Each count now scans these tables: right, but slower. When the data is"
        + " complete, run: awa storage rebuild-terminal-counters";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
