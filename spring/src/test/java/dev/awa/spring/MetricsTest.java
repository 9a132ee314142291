package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.metrics.AwaMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The worker is measured where the application has a registry. */
final class MetricsTest {
  record Small(int n) {}

  /** A handler that has nothing to do. */
  static final class Idler {
    @AwaHandler
    void handle(Small small) {}
  }

  @Test
  void aRegistryHasTheMetersOfTheWorker() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Applications.withJdbc()
        .withBean(Idler.class)
        .withBean(MeterRegistry.class, () -> registry)
        .run(context -> {
          context.getBean(Awa.class).enqueue(Job.of(new Small(1)));
          Eventually.holds(
              "the job is counted and its queue is read",
              () ->
                  registry.get("awa.job.completed").tag("queue", "default").counter().count() == 1
                      && registry.get("awa.ring.used").gauge().value() == 1);
        });
    assertThat(registry.find("awa.ring.used").gauge()).as("the worker has ended").isNull();
  }

  @Test
  void theyCanBeSwitchedOff() {
    Applications.withJdbc()
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withPropertyValues("awa.metrics.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AwaMetrics.class));
  }

  @Test
  void nothingIsMissedWithoutThem() {
    ApplicationContextRunner application =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    AwaAutoConfiguration.class, AwaMetricsAutoConfiguration.class))
            .withBean(DataSource.class, Applications::newDatabase);
    application.run(
        context -> assertThat(context).hasNotFailed().doesNotHaveBean(AwaMetrics.class));
    application
        .withClassLoader(new FilteredClassLoader("io.micrometer.core", "dev.awa.metrics"))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Awa.class));
  }
}
