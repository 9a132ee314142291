package dev.awa.metrics;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** Where meters go: Micrometer or OpenTelemetry. */
interface Backend {
  /** Takes the numbers of a counter, a timer (seconds) or a distribution. */
  DoubleConsumer recorder(Meter meter, Labels labels);

  /** Shows the value of a gauge until the answer is run. The value is asked on any thread. */
  Runnable gauge(Meter meter, Labels labels, DoubleSupplier value);
}
