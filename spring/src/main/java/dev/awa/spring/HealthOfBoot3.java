package dev.awa.spring;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health for Actuator of Spring Boot 3. */
final class HealthOfBoot3 implements HealthIndicator {
  private final AwaHealth health;

  HealthOfBoot3(AwaHealth health) {
    this.health = health;
  }

  @Override
  public Health health() {
    AwaHealth.Finding found = health.look();
    return Health.status(found.status().name()).withDetails(found.details()).build();
  }
}
