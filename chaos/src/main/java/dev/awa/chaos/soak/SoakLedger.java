package dev.awa.chaos.soak;

import dev.awa.event.JobEvent;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What really happens in the soak run, kept outside of the queue, for millions of jobs: of a
 * finished job only a bit is kept. Safe for use by several threads.
 */
public final class SoakLedger {
  private final Map<Long, Integer> running = new HashMap<>();
  private final BitSet acknowledged = new BitSet();
  private final BitSet finished = new BitSet();
  private long finishedCount;
  private long twice;
  private long cameBack;
  private long overlapping;
  private long stale;

  /** The queue has taken a job. */
  public synchronized void acknowledge(long job) {
    acknowledged.set(Math.toIntExact(job));
  }

  /** A handler begins. */
  public synchronized void start(long job) {
    if (finished.get(Math.toIntExact(job))) {
      cameBack++;
    }
    if (running.merge(job, 1, Integer::sum) > 1) {
      overlapping++;
    }
  }

  /** A handler is over. */
  public synchronized void end(long job) {
    running.computeIfPresent(job, (key, n) -> n > 1 ? n - 1 : null);
  }

  /** What a worker says. */
  public void hear(JobEvent event) {
    switch (event) {
      case JobEvent.Completed e -> finish(e.job().id());
      case JobEvent.Failed e -> finish(e.job().id());
      case JobEvent.Cancelled e -> finish(e.job().id());
      case JobEvent.Stale ignored -> stale();
      case JobEvent.Started ignored -> {}
      case JobEvent.Retried ignored -> {}
      case JobEvent.Snoozed ignored -> {}
      case JobEvent.Released ignored -> {}
    }
  }

  private synchronized void stale() {
    stale++;
  }

  /** A job is over for good. */
  public synchronized void finish(long job) {
    finishedCount++;
    if (finished.get(Math.toIntExact(job))) {
      twice++;
    }
    finished.set(Math.toIntExact(job));
  }

  /** How many jobs are over. */
  public synchronized long finished() {
    return finishedCount;
  }

  public synchronized long acknowledged() {
    return acknowledged.cardinality();
  }

  /** How many jobs were taken and are not over. */
  public synchronized long open() {
    BitSet open = (BitSet) acknowledged.clone();
    open.andNot(finished);
    return open.cardinality();
  }

  /** How many jobs were over twice. */
  public synchronized long finishedTwice() {
    return twice;
  }

  /** How many runs began after their job was over. */
  public synchronized long cameBack() {
    return cameBack;
  }

  /** How many runs began while another of the same job was running. */
  public synchronized long overlapping() {
    return overlapping;
  }

  /** How many endings were refused. Nothing disturbs the workers here, so none should be. */
  public synchronized long refused() {
    return stale;
  }
}
