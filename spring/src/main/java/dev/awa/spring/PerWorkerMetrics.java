package dev.awa.spring;

import dev.awa.client.Awa;
import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.metrics.AwaMetrics;
import dev.awa.metrics.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Measures the workers that the properties name: each with a tag {@code worker}. */
final class PerWorkerMetrics implements PerWorker {
  private final ObjectProvider<MeterRegistry> registry;
  private final Awa awa;

  PerWorkerMetrics(ObjectProvider<MeterRegistry> registry, Awa awa) {
    this.registry = registry;
    this.awa = awa;
  }

  @Override
  public boolean isOfOne(EventListener<?> listener) {
    return listener instanceof AwaMetrics;
  }

  @Override
  public @Nullable EventListener<Event> of(String worker) {
    MeterRegistry one = registry.getIfUnique();
    return one == null
        ? null
        : MicrometerMetrics.of(one).reading(awa).tag("worker", worker).build();
  }
}
