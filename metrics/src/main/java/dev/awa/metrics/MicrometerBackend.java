package dev.awa.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** Publishes meters in a registry of Micrometer. */
final class MicrometerBackend implements Backend {
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final Map<String, String> common;

  /**
   * In a registry.
   *
   * @param common tags of every meter
   */
  MicrometerBackend(MeterRegistry registry, Map<String, String> common) {
    this.registry = registry;
    this.common = common;
  }

  @Override
  public DoubleConsumer recorder(Meter meter, Labels labels) {
    Tags tags = tags(meter, labels);
    return switch (meter.type()) {
      case COUNTER ->
          Counter.builder(meter.title()).description(meter.words()).tags(tags).register(registry)
              ::increment;
      case TIMER -> timer(meter, tags);
      case DISTRIBUTION ->
          DistributionSummary.builder(meter.title())
                  .description(meter.words())
                  .tags(tags)
                  .serviceLevelObjectives(doubles(meter.buckets()))
                  .register(registry)
              ::record;
      case GAUGE -> throw new IllegalArgumentException(meter + " is a gauge");
    };
  }

  private DoubleConsumer timer(Meter meter, Tags tags) {
    Timer timer =
        Timer.builder(meter.title())
            .description(meter.words())
            .tags(tags)
            .serviceLevelObjectives(
                meter.buckets().stream()
                    .map(seconds -> Duration.ofNanos(Math.round(seconds * NANOS)))
                    .toArray(Duration[]::new))
            .register(registry);
    return seconds -> timer.record(Math.round(seconds * NANOS), TimeUnit.NANOSECONDS);
  }

  private static double[] doubles(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A second gauge of the same name and tags would be taken for the first, and show nothing. */
  @Override
  public Runnable gauge(Meter meter, Labels labels, DoubleSupplier value) {
    Tags tags = tags(meter, labels);
    if (isThere(meter, tags)) {
      throw new IllegalStateException(
          "the registry has a gauge "
              + meter.title()
              + " with the tags "
              + tags
              + " already: give the metrics of each worker a tag of their own");
    }
    Gauge gauge =
        Gauge.builder(meter.title(), value::getAsDouble)
            .description(meter.words())
            .baseUnit(meter.isInSeconds() ? "seconds" : null)
            .tags(tags)
            .register(registry);
    return () -> registry.remove(gauge);
  }

  private boolean isThere(Meter meter, Tags tags) {
    return registry.find(meter.title()).tags(tags).gauges().stream()
        .anyMatch(gauge -> gauge.getId().getTags().size() == tags.stream().count());
  }

  private Tags tags(Meter meter, Labels labels) {
    Tags tags = Tags.empty();
    for (Map.Entry<String, String> tag : common.entrySet()) {
      tags = tags.and(tag.getKey(), tag.getValue());
    }
    for (int i = 0; i < meter.tags().size(); i++) {
      tags = tags.and(meter.tags().get(i).key(), labels.values().get(i));
    }
    return tags;
  }
}
