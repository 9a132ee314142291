package dev.awa.event;

import java.time.Duration;

/**
 * A silent worker was declared dead; its runs are rescued from now on.
 *
 * @param workerId the worker
 * @param silent for how long the database has had no beat of it; negative when its last beat is of
 *     another clock and lies in the future
 * @param lockFree whether its session lock was free: its process has ended, or lost its connection
 */
public record WorkerDied(long workerId, Duration silent, boolean lockFree)
    implements MaintenanceEvent {
  @Override
  public String words() {
    return "worker " + workerId + silence() + ", session lock " + (lockFree ? "free" : "not free");
  }

  private String silence() {
    return silent.isNegative()
        ? " was declared dead: its last beat lies "
            + Words.span(silent.negated())
            + " in the future, by another clock"
        : " was declared dead: silent for " + Words.span(silent);
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
