package dev.awa.spring;

import dev.awa.client.Awa;
import dev.awa.metrics.AwaMetrics;
import dev.awa.metrics.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * The metrics of the worker, in an application that has a MeterRegistry and {@code awa-metrics}.
 * The worker finds them among the beans that are listeners.
 */
@AutoConfiguration(
    after = AwaAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass({AwaMetrics.class, MeterRegistry.class})
@ConditionalOnBean(Awa.class)
@ConditionalOnProperty(prefix = "awa.metrics", name = "enabled", matchIfMissing = true)
public final class AwaMetricsAutoConfiguration {
  AwaMetricsAutoConfiguration() {}

  @Bean
  PerWorkerMetrics awaPerWorkerMetrics(ObjectProvider<MeterRegistry> registry, Awa awa) {
    return new PerWorkerMetrics(registry, awa);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(MeterRegistry.class)
  AwaMetrics awaMetrics(MeterRegistry registry, Awa awa) {
    return MicrometerMetrics.of(registry).reading(awa).build();
  }
}
