package dev.awa;

/**
 * Hears of {@link JobEvent}s, on one thread, one after the other. What it throws is logged and
 * changes nothing. A slow listener delays later events and, when more than 10,000 wait, the worker:
 * nothing is dropped while the worker runs. One that does not come back does not keep the worker
 * from closing: it is left to itself, and the log says how many events it has not heard.
 */
@FunctionalInterface
public interface JobListener {
  /** Something happened to a job on this worker. */
  void onEvent(JobEvent event);
}
