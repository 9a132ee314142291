package dev.awa.spring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health for Actuator of Spring Boot 4. */
final class HealthOfBoot4 implements HealthIndicator {
  private final AwaHealth health;

  HealthOfBoot4(AwaHealth health) {
    this.health = health;
  }

  @Override
  public Health health() {
    AwaHealth.Finding found = health.look();
    return Health.status(found.status().name()).withDetails(found.details()).build();
  }
}
