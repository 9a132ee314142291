package dev.awa.metrics;

import java.time.Duration;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Stands before a backend that may throw or be slow: nobody behind it notices. */
final class Guarded {
  /** A registry takes a number in less than a microsecond. */
  private static final Duration SLOW = Duration.ofMillis(500);

  private final Backend backend;
  private final Grievance throwing =
      new Grievance(
          "metrics: the registry throws, so some meters of Awa are missing or too low. Jobs are not"
              + " affected. This is said once");
  private final Grievance slow =
      new Grievance(
          "metrics: the registry is slow, so some meters of Awa may miss events (awa.event.lost"
              + " counts these). Jobs are not affected. This is said once");

  Guarded(Backend backend) {
    this.backend = backend;
  }

  /** What takes the numbers of a meter; null when the registry refuses that now. */
  @Nullable DoubleConsumer recorder(Meter meter, Labels labels) {
    try {
      return backend.recorder(meter, labels);
    } catch (Throwable e) {
      throwing.about(e);
      return null;
    }
  }

  void record(DoubleConsumer recorder, double amount) {
    try {
      recorder.accept(amount);
    } catch (Throwable e) {
      throwing.about(e);
    }
  }

  /** Shows a gauge until the answer is run. */
  Runnable gauge(Meter meter, Labels labels, DoubleSupplier value) {
    try {
      Runnable removal = backend.gauge(meter, labels, value);
      return () -> run(removal);
    } catch (Throwable e) {
      throwing.about(e);
      return () -> {};
    }
  }

  private void run(Runnable removal) {
    try {
      removal.run();
    } catch (Throwable e) {
      throwing.about(e);
    }
  }

  /** Tells of a registry that was slow with the numbers of one event. */
  void judge(long nanos) {
    if (nanos > SLOW.toNanos()) {
      slow.about("it took " + nanos / 1_000_000 + " ms for the numbers of one event");
    }
  }
}
