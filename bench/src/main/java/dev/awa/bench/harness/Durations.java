package dev.awa.bench.harness;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts durations in microseconds, to a thousandth of their value, up to an hour. */
final class Durations {
  private static final long LONGEST = 3_600_000_000L;
  private static final int DIGITS = 3;

  private final Histogram histogram = new ConcurrentHistogram(LONGEST, DIGITS);

  void add(long micros) {
    histogram.recordValue(Math.clamp(micros, 0, LONGEST));
  }

  void addAll(Durations other) {
    histogram.add(other.histogram);
  }

  /** Microseconds that a share of the values, 0 to 1, does not exceed; 0 when there are none. */
  long micros(double share) {
    return histogram.getValueAtPercentile(share * 100);
  }
}
