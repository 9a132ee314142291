package dev.awa.spring;

import dev.awa.metrics.AwaTracing;
import dev.awa.metrics.MicrometerTracing;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The traces of the client and the worker, in an application that has an ObservationRegistry and
 * {@code awa-metrics}. The client finds them among the beans that are preparers, the worker among
 * those that are interceptors.
 */
@AutoConfiguration(
    after = AwaAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@ConditionalOnClass({AwaTracing.class, ObservationRegistry.class})
@ConditionalOnProperty(prefix = "awa.tracing", name = "enabled", matchIfMissing = true)
public final class AwaTracingAutoConfiguration {
  AwaTracingAutoConfiguration() {}

  /** The outermost interceptor: what others do around an attempt is part of its span. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(ObservationRegistry.class)
  AwaTracing awaTracing(ObservationRegistry registry) {
    return MicrometerTracing.of(registry).build();
  }
}
