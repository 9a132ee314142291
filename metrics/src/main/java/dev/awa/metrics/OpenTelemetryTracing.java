package dev.awa.metrics;

import io.opentelemetry.api.OpenTelemetry;

/** Traces by OpenTelemetry. */
public final class OpenTelemetryTracing {
  private OpenTelemetryTracing() {}

  /**
   * Makes spans with the tracer provider of an application, under the scope "awa". Jobs carry W3C
   * Trace Context, whichever propagators the application has set; they carry no baggage.
   */
  public static AwaTracing.Builder of(OpenTelemetry telemetry) {
    return new AwaTracing.Builder(new OpenTelemetrySpans(telemetry));
  }
}
