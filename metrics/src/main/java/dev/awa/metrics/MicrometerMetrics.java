package dev.awa.metrics;

import io.micrometer.core.instrument.MeterRegistry;

/** Metrics by Micrometer. */
public final class MicrometerMetrics {
  private MicrometerMetrics() {}

  /**
   * Publishes to a registry. Don't make an {@code Observation} of the name of a meter: Micrometer
   * would make a second timer of it, and each job would be counted twice.
   */
  public static AwaMetrics.Builder of(MeterRegistry registry) {
    return new AwaMetrics.Builder(tags -> new MicrometerBackend(registry, tags));
  }
}
