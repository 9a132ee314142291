package dev.awa.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The gauges that are shown. A registry that asks for one reads a field: it waits for no lock and
 * no database.
 */
final class Gauges {
  private final Guarded backend;
  private final Map<Key, Shown> shown = new HashMap<>();

  private record Key(Meter meter, Labels labels) {}

  /** A gauge and its value. */
  private static final class Shown {
    private volatile double value;
    private Runnable removal = () -> {};
  }

  Gauges(Guarded backend) {
    this.backend = backend;
  }

  /** Shows a value, in place of the last one. */
  synchronized void set(Meter meter, Labels labels, double value) {
    Shown gauge = shown.get(new Key(meter, labels));
    if (gauge != null) {
      gauge.value = value;
      return;
    }
    Shown fresh = new Shown();
    fresh.value = value;
    fresh.removal = backend.gauge(meter, labels, () -> fresh.value);
    shown.put(new Key(meter, labels), fresh);
  }

  /** Shows a value, unless another one is shown. */
  synchronized void setIfAbsent(Meter meter, Labels labels, double value) {
    if (!shown.containsKey(new Key(meter, labels))) {
      set(meter, labels, value);
    }
  }

  /** Shows what is found out when it is asked for; not what was shown before. */
  synchronized void set(Meter meter, Labels labels, DoubleSupplier value) {
    Key key = new Key(meter, labels);
    remove(key);
    Shown fresh = new Shown();
    fresh.removal = backend.gauge(meter, labels, value);
    shown.put(key, fresh);
  }

  /** Shows these values of a meter, and no others of it. */
  synchronized void show(Meter meter, Map<Labels, Double> values) {
    shown.keySet().stream()
        .filter(key -> key.meter() == meter && !values.containsKey(key.labels()))
        .toList()
        .forEach(this::remove);
    values.forEach((labels, value) -> set(meter, labels, value));
  }

  /** Shows nothing of a meter any more. */
  synchronized void remove(Meter meter) {
    shown.keySet().stream().filter(key -> key.meter() == meter).toList().forEach(this::remove);
  }

  /** Shows nothing any more. */
  synchronized void clear() {
    shown.keySet().stream().toList().forEach(this::remove);
  }

  private void remove(Key key) {
    Shown gauge = shown.remove(key);
    if (gauge != null) {
      gauge.removal.run();
    }
  }
}
