package dev.awa.cli.demo;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts times in buckets that grow by 2 %, from 1 microsecond to about an hour. */
final class Latencies {
  private static final double GROWTH = Math.log(1.02);
  private static final int BUCKETS = 1120;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  void add(long micros) {
    int bucket = (int) (Math.log((double) Math.max(1, micros)) / GROWTH);
    counts.incrementAndGet(Math.min(BUCKETS - 1, bucket));
  }

  /**
   * The time in milliseconds that a share of all (0 to 1) does not exceed; 0 when there is none.
   */
  double percentileMillis(double share) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += counts.get(i);
    }
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts.get(i);
      if (seen > 0 && seen >= share * total) {
        return Math.round(Math.exp((i + 1) * GROWTH) / 10.0) / 100.0;
      }
    }
    return 0;
  }
}
