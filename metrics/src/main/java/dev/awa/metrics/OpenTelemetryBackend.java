package dev.awa.metrics;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** Publishes meters as instruments of OpenTelemetry, under the scope "awa". */
final class OpenTelemetryBackend implements Backend {
  private final io.opentelemetry.api.metrics.Meter scope;
  private final Map<String, String> common;
  private final Map<Meter, LongCounter> counters = new EnumMap<>(Meter.class);
  private final Map<Meter, DoubleHistogram> histograms = new EnumMap<>(Meter.class);
  private final Map<Meter, Shown> gauges = new EnumMap<>(Meter.class);

  /** A gauge is one instrument, which is asked for all its values at once. */
  private record Shown(ObservableDoubleGauge instrument, Map<Attributes, DoubleSupplier> values) {}

  /**
   * In the meter provider of an application.
   *
   * @param common attributes of every measurement
   */
  OpenTelemetryBackend(OpenTelemetry telemetry, Map<String, String> common) {
    this.scope = telemetry.getMeter("awa");
    this.common = common;
  }

  @Override
  public synchronized DoubleConsumer recorder(Meter meter, Labels labels) {
    Attributes attributes = attributes(meter, labels);
    if (meter.type() == Meter.Type.COUNTER) {
      LongCounter counter = counters.computeIfAbsent(meter, this::counter);
      return amount -> counter.add((long) amount, attributes);
    }
    DoubleHistogram histogram = histograms.computeIfAbsent(meter, this::histogram);
    return amount -> histogram.record(amount, attributes);
  }

  private LongCounter counter(Meter meter) {
    return scope
        .counterBuilder(meter.title())
        .setUnit(meter.unit())
        .setDescription(meter.words())
        .build();
  }

  private DoubleHistogram histogram(Meter meter) {
    return scope
        .histogramBuilder(meter.title())
        .setUnit(meter.unit())
        .setDescription(meter.words())
        .setExplicitBucketBoundariesAdvice(meter.buckets())
        .build();
  }

  @Override
  public synchronized Runnable gauge(Meter meter, Labels labels, DoubleSupplier value) {
    Attributes attributes = attributes(meter, labels);
    Shown shown = gauges.computeIfAbsent(meter, this::shown);
    shown.values().put(attributes, value);
    return () -> remove(meter, attributes);
  }

  private Shown shown(Meter meter) {
    Map<Attributes, DoubleSupplier> values = new ConcurrentHashMap<>();
    ObservableDoubleGauge instrument =
        scope
            .gaugeBuilder(meter.title())
            .setUnit(meter.unit())
            .setDescription(meter.words())
            .buildWithCallback(measurement ->
                values.forEach(
                    (attributes, value) -> measurement.record(value.getAsDouble(), attributes)));
    return new Shown(instrument, values);
  }

  private synchronized void remove(Meter meter, Attributes attributes) {
    Shown shown = gauges.get(meter);
    if (shown != null && shown.values().remove(attributes) != null && shown.values().isEmpty()) {
      gauges.remove(meter);
      shown.instrument().close();
    }
  }

  private Attributes attributes(Meter meter, Labels labels) {
    AttributesBuilder attributes = Attributes.builder();
    common.forEach(attributes::put);
    for (int i = 0; i < meter.tags().size(); i++) {
      attributes.put(meter.tags().get(i).attribute(), labels.values().get(i));
    }
    return attributes.build();
  }
}
