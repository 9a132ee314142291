package dev.awa.metrics;

import io.micrometer.observation.ObservationRegistry;

/** Traces by Micrometer's observations. */
public final class MicrometerTracing {
  private MicrometerTracing() {}

  /**
   * Makes the observations {@code awa.job.send} and {@code awa.job.process}. What becomes of them
   * is up to the handlers of the registry: spans by Micrometer Tracing, with OpenTelemetry or
   * Brave; timers of these names by a meter handler. Jobs carry a trace context if the tracer
   * writes W3C Trace Context, as Spring Boot's does by default; one that writes B3 alone gives them
   * none.
   */
  public static AwaTracing.Builder of(ObservationRegistry registry) {
    return new AwaTracing.Builder(new ObservationSpans(registry));
  }
}
