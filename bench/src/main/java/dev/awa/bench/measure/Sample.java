package dev.awa.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers that were measured: a round each, or a call each. */
public final class Sample {
  private final double[] values;
  private final double[] sorted;

  private Sample(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a sample needs at least one value");
    }
    this.values = values.clone();
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  public static Sample of(double... values) {
    return new Sample(values);
  }

  public static Sample of(List<Double> values) {
    return new Sample(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Each value divided by the one of the same round. */
  public Sample over(Sample other) {
    int rounds = Math.min(values.length, other.values.length);
    return new Sample(
        IntStream.range(0, rounds).mapToDouble(i -> values[i] / other.values[i]).toArray());
  }

  public double median() {
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** The smallest value that at least this share of the values, 0 to 1, does not exceed. */
  public double quantile(double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  public double least() {
    return sorted[0];
  }

  public double most() {
    return sorted[sorted.length - 1];
  }

  /** The values in the order they were measured in. */
  public double[] values() {
    return values.clone();
  }
}
