package dev.awa.bench.harness;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that are a thousandth of their value wide, from a microsecond to more
 * than an hour; its size does not depend on what is counted.
 */
final class Quantiles {
  private static final int BITS = 10;
  private static final int WIDTH = 1 << BITS;
  private static final int OCTAVES = 24;

  private final AtomicLongArray buckets = new AtomicLongArray(WIDTH * OCTAVES);

  void add(long micros) {
    buckets.incrementAndGet(bucket(Math.max(0, micros)));
  }

  /** Values below 1024 have a bucket each; above, each doubling is cut into 1024. */
  private static int bucket(long micros) {
    if (micros < WIDTH) {
      return (int) micros;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
    int bucket = (octave + 1) * WIDTH + (int) ((micros >> octave) - WIDTH);
    return Math.min(bucket, WIDTH * OCTAVES - 1);
  }

  private static long value(int bucket) {
    int octave = bucket / WIDTH - 1;
    return octave < 0 ? bucket : (long) (WIDTH + bucket % WIDTH) << octave;
  }

  void addAll(Quantiles other) {
    for (int i = 0; i < buckets.length(); i++) {
      long count = other.buckets.get(i);
      if (count > 0) {
        buckets.addAndGet(i, count);
      }
    }
  }

  long count() {
    long count = 0;
    for (int i = 0; i < buckets.length(); i++) {
      count += buckets.get(i);
    }
    return count;
  }

  /** Microseconds that a share of the values, 0 to 1, does not exceed; 0 when there are none. */
  long micros(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count()));
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= wanted) {
        return value(i);
      }
    }
    return 0;
  }
}
