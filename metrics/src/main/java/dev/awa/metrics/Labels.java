package dev.awa.metrics;

import java.util.Collections;
import java.util.List;

/**
 * The values of a meter's tags, in their order.
 *
 * @param values as many as the meter has tags
 */
record Labels(List<String> values) {
  Labels {
    values = List.copyOf(values);
  }

  static Labels of(String... values) {
    return new Labels(List.of(values));
  }

  /** Those of what is too many to be told apart. */
  static Labels others(Meter meter) {
    return new Labels(Collections.nCopies(meter.tags().size(), Tag.OTHER));
  }
}
