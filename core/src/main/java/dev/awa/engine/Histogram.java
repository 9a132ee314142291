package dev.awa.engine;

import dev.awa.Times;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many of some things took how long. Bucket b holds what took no more than 0.1 ms * 2 ^ (b /
 * 4), and more than what the bucket before holds; the last one holds all that is longer, more than
 * three years. In the database only buckets that hold any are stored: see {@code awa.percentile}.
 */
public final class Histogram {
  /** The buckets: up to three years and a half. */
  static final int BUCKETS = 161;

  private static final int NUMBERS = 256;
  private static final double FIRST_NANOS = 100_000;

  private final long[] counts = new long[BUCKETS];
  private long sumMicros;
  private long maxMicros;

  /** Counts one. */
  void add(Duration time) {
    long nanos = Math.max(0, nanos(time));
    counts[bucket(nanos)]++;
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    sumMicros += micros;
    maxMicros = Math.max(maxMicros, micros);
  }

  private static long nanos(Duration time) {
    return time.toSeconds() >= Long.MAX_VALUE / 1_000_000_000 ? Long.MAX_VALUE : time.toNanos();
  }

  /** Counts what another has counted. */
  void add(Histogram other) {
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
    }
    sumMicros += other.sumMicros;
    maxMicros = Math.max(maxMicros, other.maxMicros);
  }

  /** In which bucket a time is counted. */
  static int bucket(long nanos) {
    if (nanos <= FIRST_NANOS) {
      return 0;
    }
    double bucket = Math.ceil(4 * (Math.log(nanos / FIRST_NANOS) / Math.log(2)));
    return (int) Math.min(bucket, BUCKETS - 1);
  }

  long sumMicros() {
    return sumMicros;
  }

  long maxMicros() {
    return maxMicros;
  }

  /** As it is stored. */
  List<Long> stored() {
    List<Long> stored = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0) {
        stored.add(counts[i] * NUMBERS + i);
      }
    }
    return stored;
  }

  /** What is stored, as people see it. */
  static Times times(Long[] stored, long sumMicros, long maxMicros) {
    List<Times.Bucket> buckets = new ArrayList<>();
    for (long one : stored) {
      int bucket = (int) (one % NUMBERS);
      Duration above = bucket == 0 ? Duration.ZERO : upto(bucket - 1);
      buckets.add(new Times.Bucket(above, upto(bucket), one / NUMBERS));
    }
    return new Times(micros(sumMicros), micros(maxMicros), buckets);
  }

  private static Duration upto(int bucket) {
    return Duration.ofNanos(Math.round(FIRST_NANOS * Math.pow(2, bucket / 4.0)));
  }

  static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
