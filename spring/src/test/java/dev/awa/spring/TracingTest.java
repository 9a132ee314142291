package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Preparer;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.metrics.AwaTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;

/** The observations of an application that has a registry for them. */
final class TracingTest {
  record Traced(int number) {}

  static final class Idler {
    @AwaHandler
    void handle(Traced traced) {}
  }

  /** Keeps the names of what was observed. */
  private static ObservationRegistry registry(List<String> seen) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<>() {
              @Override
              public void onStop(Observation.Context context) {
                seen.add(String.valueOf(context.getContextualName()));
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
    return registry;
  }

  @Test
  void aRegistryObservesTheClientAndTheWorker() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Applications.withJdbc()
        .withBean(Idler.class)
        .withBean(ObservationRegistry.class, () -> registry(seen))
        .run(context -> {
          context.getBean(Awa.class).enqueue(Job.of(new Traced(1)));
          Eventually.holds(
              "both are observed", () -> seen.equals(List.of("send default", "process default")));
        });
  }

  @Test
  void itCanBeSwitchedOff() {
    Applications.withJdbc()
        .withBean(ObservationRegistry.class, ObservationRegistry::create)
        .withPropertyValues("awa.tracing.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AwaTracing.class));
  }

  @Test
  void nothingIsMissedWithoutIt() {
    Applications.withJdbc()
        .withPropertyValues("awa.tracing.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AwaTracing.class));
    Applications.withJdbc()
        .withClassLoader(new FilteredClassLoader("io.micrometer.observation", "dev.awa.metrics"))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Awa.class));
  }

  @Test
  void aPreparerOfTheApplicationPreparesItsJobs() {
    Applications.withJdbc()
        .withBean(Preparer.class, () -> Preparer.of(job -> job.withTags("tagged")))
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          long id = awa.enqueue(Job.of(new Traced(1)).withQueue("waits")).id();
          assertThat(awa.jobs().find(id).orElseThrow().ext()).contains("tagged");
        });
  }
}
