package dev.awa.bench.measure;

import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {
  private Numbers() {}

  /** Three digits that count, and thousands apart. */
  public static String text(double value) {
    double size = Math.abs(value);
    if (size == Math.rint(size) || size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
  }
}
