package dev.awa.event;

/** Counts of states are made by a scan each time, until they are rebuilt. */
public record CountersNotTrusted() implements WorkerEvent {
  @Override
  public String words() {
    return "counts of scheduled, retryable, failed and cancelled jobs and of dead letters are made"
        + " by a scan each time, since one of their tables was truncated or the data was restored."
        + " Once the data is complete: awa storage rebuild-terminal-counters";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
