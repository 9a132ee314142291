package dev.awa.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the numbers of counters, timers and distributions. Used by one thread: that of the
 * listener.
 */
final class Recorders {
  private static final double NANOS = 1e9;

  /** Queues times kinds times causes would be too many, though each of them is bounded. */
  private static final int SERIES = 1000;

  private final Guarded backend;
  private final Values values;
  private final Map<Meter, Map<List<String>, DoubleConsumer>> known = new EnumMap<>(Meter.class);

  Recorders(Guarded backend, Values values) {
    this.backend = backend;
    this.values = values;
  }

  /** One more. */
  void count(Meter meter, String... tags) {
    record(meter, 1, tags);
  }

  /** A length of time; a negative one, of clocks that were set, counts as none. */
  void time(Meter meter, Duration took, String... tags) {
    record(meter, seconds(took), tags);
  }

  private static double seconds(Duration took) {
    return Math.max(0, (double) took.getSeconds() + took.getNano() / NANOS);
  }

  /** A number: so many more, or one of a distribution. */
  void record(Meter meter, double amount, String... tags) {
    record(recorder(meter, tags), amount);
  }

  /** One more, for what was found before. */
  void count(@Nullable DoubleConsumer recorder) {
    record(recorder, 1);
  }

  /** A length of time, for what was found before. */
  void time(@Nullable DoubleConsumer recorder, Duration took) {
    record(recorder, seconds(took));
  }

  private void record(@Nullable DoubleConsumer recorder, double amount) {
    if (recorder != null) {
      backend.record(recorder, amount);
    }
  }

  /** What takes the numbers of a meter with these tags; null when the registry refuses that now. */
  @Nullable DoubleConsumer recorder(Meter meter, String... tags) {
    Map<List<String>, DoubleConsumer> series =
        known.computeIfAbsent(meter, ignored -> new HashMap<>());
    List<String> told = told(meter, tags);
    DoubleConsumer found = series.get(told);
    if (found != null) {
      return found;
    }
    Labels labels = series.size() < SERIES ? new Labels(told) : Labels.others(meter);
    return series.computeIfAbsent(labels.values(), key -> backend.recorder(meter, labels));
  }

  private List<String> told(Meter meter, String... tags) {
    List<String> told = new ArrayList<>(tags.length);
    for (int i = 0; i < tags.length; i++) {
      told.add(values.of(meter.tags().get(i), tags[i]));
    }
    return told;
  }
}
