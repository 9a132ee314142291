package dev.awa.metrics;

import io.opentelemetry.api.OpenTelemetry;

/** Metrics by OpenTelemetry. */
public final class OpenTelemetryMetrics {
  private OpenTelemetryMetrics() {}

  /** Publishes to the meter provider of an application, under the scope "awa". */
  public static AwaMetrics.Builder of(OpenTelemetry telemetry) {
    return new AwaMetrics.Builder(tags -> new OpenTelemetryBackend(telemetry, tags));
  }
}
