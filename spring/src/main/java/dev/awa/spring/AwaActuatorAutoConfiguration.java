package dev.awa.spring;

import dev.awa.JsonCodec;
import dev.awa.client.Awa;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health of Awa, what the info says of it, and the endpoint {@code awa}, in an application that
 * has Actuator. Spring Boot 4 has moved the classes of the health; there is a configuration for
 * each place.
 */
@AutoConfiguration(after = AwaAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({Awa.class, DataSources.class})
public final class AwaActuatorAutoConfiguration {
  AwaActuatorAutoConfiguration() {}

  @Bean
  AwaReadings awaReadings(
      DataSources sources,
      AwaProperties properties,
      JsonCodec codec,
      ObjectProvider<AwaWorker> workers) {
    Awa pool = Awa.of(sources.application(), properties.schema(), codec);
    return new AwaReadings(pool, workers, properties);
  }

  @Bean
  @ConditionalOnEnabledInfoContributor("awa")
  AwaInfo awaInfoContributor(AwaReadings readings, AwaProperties properties) {
    return new AwaInfo(readings, properties);
  }

  @Bean
  @ConditionalOnAvailableEndpoint
  AwaEndpoint awaEndpoint(AwaReadings readings, HandlerBeans handlers) {
    return new AwaEndpoint(readings, handlers);
  }

  /** The health of Spring Boot 3. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  static class OfBoot3 {
    @Bean
    @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator(
        "awa")
    HealthOfBoot3 awaHealthIndicator(AwaReadings readings, AwaProperties properties) {
      return new HealthOfBoot3(new AwaHealth(readings, properties));
    }
  }

  /** The health of Spring Boot 4. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  static class OfBoot4 {
    @Bean
    @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
        "awa")
    HealthOfBoot4 awaHealthIndicator(AwaReadings readings, AwaProperties properties) {
      return new HealthOfBoot4(new AwaHealth(readings, properties));
    }
  }
}
