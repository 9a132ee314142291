package dev.awa.metrics;

/** What Prometheus calls a meter. */
final class PrometheusNames {
  private PrometheusNames() {}

  static String of(Meter meter) {
    return meter.title().replace('.', '_')
        + (meter.isInSeconds() ? "_seconds" : "")
        + (meter.type() == Meter.Type.COUNTER ? "_total" : "");
  }
}
