package dev.awa.bench.harness;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Durations of the last 30 seconds or so: a part for each sample, the oldest dropped. */
final class Rolling {
  static final int SECONDS = 30;

  private final int parts;
  private final Deque<Durations> past = new ArrayDeque<>();
  private volatile Durations current = new Durations();

  Rolling(Duration sampleEvery) {
    parts = (int) Math.max(1, SECONDS / sampleEvery.toSeconds());
  }

  void add(long micros) {
    current.add(micros);
  }

  /** Ends the current part; answers the durations of the window. */
  synchronized Durations next() {
    past.addLast(current);
    current = new Durations();
    while (past.size() > parts) {
      past.removeFirst();
    }
    Durations all = new Durations();
    past.forEach(all::addAll);
    return all;
  }
}
