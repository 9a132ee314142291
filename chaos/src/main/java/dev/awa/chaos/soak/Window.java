package dev.awa.chaos.soak;

import java.util.Arrays;

/** A part of the run that is measured: how many jobs were finished in it, how long they waited. */
public final class Window {
  private final long fromNanos;
  private final long toNanos;
  private int[] waitedMicros = new int[1024];
  private int starts;
  private long finished;
  private long largestLogs;

  Window(long fromNanos, long toNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  boolean holds(long nanos) {
    return nanos >= fromNanos && nanos < toNanos;
  }

  synchronized void start(long waited) {
    if (starts == waitedMicros.length) {
      waitedMicros = Arrays.copyOf(waitedMicros, starts * 2);
    }
    waitedMicros[starts++] = Math.clamp(waited, 0, Integer.MAX_VALUE);
  }

  synchronized void finish() {
    finished++;
  }

  synchronized void logs(long bytes) {
    largestLogs = Math.max(largestLogs, bytes);
  }

  /** Jobs finished a second. */
  synchronized double rate() {
    return finished * 1e9 / (toNanos - fromNanos);
  }

  /** How long the given part of the runs waited at most, in milliseconds. */
  synchronized double waitedMillis(double part) {
    if (starts == 0) {
      return Double.NaN;
    }
    int[] sorted = Arrays.copyOf(waitedMicros, starts);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(starts - 1, Math.floor(part * starts))] / 1000.0;
  }

  synchronized double largestLogsMegabytes() {
    return largestLogs / 1e6;
  }
}
