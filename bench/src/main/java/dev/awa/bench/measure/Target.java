package dev.awa.bench.measure;

/** What a number should be. Nothing fails when it is not. */
public record Target(boolean upper, double bound) {
  public static Target atMost(double bound) {
    return new Target(true, bound);
  }

  public static Target atLeast(double bound) {
    return new Target(false, bound);
  }

  public boolean isMetBy(double value) {
    return upper ? value <= bound : value >= bound;
  }

  @Override
  public String toString() {
    return (upper ? "≤ " : "≥ ") + Numbers.text(bound);
  }
}
