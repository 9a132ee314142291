package dev.awa.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.client.Awa;
import dev.awa.event.Beat;
import dev.awa.event.GaveUp;
import dev.awa.event.ShutdownBegan;
import dev.awa.lab.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.test.util.ReflectionTestUtils;

/** What Actuator shows of Awa. */
final class ActuatorTest {
  record Small(int n) {}

  /** A handler that has nothing to do. */
  static final class Idler {
    @AwaHandler(queue = "mail")
    void handle(Small small) {}
  }

  private static ApplicationContextRunner working() {
    return Applications.withJdbc()
        .withBean(Idler.class)
        .withPropertyValues(
            "management.endpoints.web.exposure.include=awa",
            "awa.worker.name=the worker",
            "awa.health.timeout=20s");
  }

  /** What the indicator says; its classes are in another package in each line. */
  private record Health(String status, Map<String, Object> details) {
    @SuppressWarnings("unchecked") // both lines have the same methods
    static Health of(ApplicationContext context) {
      Object health = ask(context.getBean("awaHealthIndicator"), "health");
      return new Health(
          ask(health, "getStatus").toString(), (Map<String, Object>) ask(health, "getDetails"));
    }

    private static Object ask(Object whom, String method) {
      return requireNonNull(ReflectionTestUtils.invokeMethod(whom, method));
    }
  }

  // --- health ---

  @Test
  void anApplicationThatWorksIsUp() {
    working()
        .run(context -> {
          Health health = Health.of(context);
          assertThat(health.status()).isEqualTo("UP");
          assertThat(health.details())
              .containsEntry("database", "answers")
              .containsEntry("schema", "awa")
              .containsEntry("longestWait.seconds", 0.0);
          assertThat(String.valueOf(health.details().get("worker.default"))).startsWith("runs");
        });
  }

  @Test
  void anApplicationThatOnlyEnqueuesIsUp() {
    Applications.withJdbc()
        .run(context -> {
          assertThat(Health.of(context).status()).isEqualTo("UP");
          assertThat(Health.of(context).details()).doesNotContainKey("worker.default");
        });
  }

  @Test
  void aWorkerThatWasStoppedIsOutOfService() {
    working()
        .run(context -> {
          context.getBean(AwaWorker.class).stop();
          Health health = Health.of(context);
          assertThat(health.status()).isEqualTo("OUT_OF_SERVICE");
          assertThat(health.details())
              .containsEntry("worker.default", "does not run: not started, or stopped");
        });
  }

  @Test
  void aSchemaThatIsGoneIsDown() {
    working()
        .run(context -> {
          context.getBean(AwaWorker.class).stop();
          new JdbcTemplate(context.getBean(DataSource.class)).execute("DROP SCHEMA awa CASCADE");
          Health health = Health.of(context);
          assertThat(health.status()).isEqualTo("DOWN");
          assertThat(String.valueOf(health.details().get("database")))
              .contains("schema \"awa\" holds no Awa queue");
        });
  }

  @Test
  void aWorkerThatGaveUpIsDownUntilItLivesAgain() {
    WorkerWatch watch = new WorkerWatch();
    watch.onEvent(new GaveUp("the thread of the claims is gone"));
    assertThat(watch.obstacle()).isEqualTo("the thread of the claims is gone");
    watch.onEvent(new Beat(Duration.ofMillis(1)));
    assertThat(watch.obstacle()).isNull();
    assertThat(watch.isCutOff()).isFalse();
    watch.onEvent(new ShutdownBegan(0, ""));
    assertThat(watch.isStopping()).isTrue();
  }

  @Test
  void jobsThatWaitForTooLongAreOutOfServiceWhereThereIsALimit() {
    working()
        .withPropertyValues("awa.health.max-lag=50ms")
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          AwaHealth health =
              new AwaHealth(
                  context.getBean(AwaReadings.class), context.getBean(AwaProperties.class));
          assertThat(health.look().status()).isEqualTo(AwaHealth.Status.UP);
          context.getBean(AwaWorker.class).stop();
          awa.enqueue(Job.of(new Small(1)).withQueue("mail"));
          Eventually.holds(
              () -> "the job waits: " + health.look(),
              () ->
                  (Double) health.look().details().getOrDefault("longestWait.seconds", 0.0) > 0.05);
          assertThat(health.look().details()).containsEntry("longestWait.queue", "mail");
          awa.queues().pause("mail", "the test");
          assertThat(health.look().details())
              .as("somebody wants the queue to wait")
              .doesNotContainKey("longestWait.queue");
        });
  }

  /** A data source that hands out nothing while it hangs. */
  static final class Hanging extends DelegatingDataSource {
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Hanging() {
      super(Applications.newDatabase());
    }

    @Override
    public Connection getConnection() throws SQLException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new SQLException("interrupted", e);
      }
      return super.getConnection();
    }
  }

  /** An application on it. */
  @Configuration(proxyBeanMethods = false)
  static class OnHanging {
    @Bean
    Hanging dataSource() {
      return new Hanging();
    }
  }

  @Test
  void aDatabaseThatHangsIsDownInTime() {
    Applications.withoutDatabase()
        .withPropertyValues(Applications.WITHOUT_JPA)
        .withUserConfiguration(OnHanging.class)
        .withPropertyValues(
            "awa.health.timeout=200ms", "management.endpoints.web.exposure.include=awa")
        .run(context -> {
          Hanging source = context.getBean(Hanging.class);
          source.gate = new CountDownLatch(1);
          long begun = System.nanoTime();
          for (int i = 0; i < 5; i++) {
            Health health = Health.of(context);
            assertThat(health.status()).isEqualTo("DOWN");
            assertThat(String.valueOf(health.details().get("database")))
                .contains("did not answer within 200 ms (awa.health.timeout)");
          }
          AwaEndpoint.Overview overview = context.getBean(AwaEndpoint.class).overview();
          assertThat(overview.database()).contains("did not answer within 200 ms");
          assertThat(overview.queues()).isEmpty();
          assertThat(Duration.ofNanos(System.nanoTime() - begun))
              .isLessThan(Duration.ofSeconds(10));
          assertThat(
                  Thread.getAllStackTraces().keySet().stream()
                      .filter(thread -> thread.getName().equals("awa actuator")))
              .as("one question at a time")
              .hasSize(1);
          source.gate.countDown();
          Eventually.holds(
              () -> "up again: " + Health.of(context),
              () -> Health.of(context).status().equals("UP"));
        });
  }

  @Test
  void theHealthKeepsThePassword() {
    Applications.withJdbc()
        .withPropertyValues("spring.datasource.password=hunter2")
        .run(context -> {
          new JdbcTemplate(context.getBean(DataSource.class)).execute("DROP SCHEMA awa CASCADE");
          assertThat(Health.of(context).toString()).doesNotContain("hunter2", "jdbc:");
        });
  }

  // --- info ---

  @Test
  void theInfoNamesWorkersAndQueues() {
    working()
        .run(context -> {
          Info.Builder builder = new Info.Builder();
          context.getBean("awaInfoContributor", InfoContributor.class).contribute(builder);
          assertThat(builder.build().toString())
              .contains("schema=awa", "name=the worker", "queues=[mail]");
        });
  }

  // --- the endpoint ---

  @Test
  void theEndpointShowsWorkersQueuesAndHandlers() {
    working()
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          awa.enqueue(Job.of(new Small(1)).withQueue("mail"));
          AwaEndpoint endpoint = context.getBean(AwaEndpoint.class);
          Eventually.holds(
              () -> "the job is counted: " + endpoint.overview(),
              () -> requireNonNull(endpoint.overview().queues().get("mail")).completed() == 1);
          AwaEndpoint.Overview overview = endpoint.overview();
          assertThat(overview.workers()).containsOnlyKeys("default");
          assertThat(requireNonNull(overview.workers().get("default")).concurrency())
              .containsEntry("mail", 10);
          assertThat(requireNonNull(overview.handlers().get("small")).queue()).isEqualTo("mail");
          assertThat(overview.unread()).isEmpty();
          assertThat(overview.database()).isEqualTo("answers");
        });
  }

  @Test
  void theEndpointShowsWhatOperatorsHaveSetAndPaused() {
    working()
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          awa.queues().set("mail", change -> change.concurrency(5), "jo");
          awa.queues().pause("mail", "jo", "provider down", null);
          AwaEndpoint.QueueView mail =
              requireNonNull(context.getBean(AwaEndpoint.class).overview().queues().get("mail"));
          assertThat(mail.settings()).containsEntry("concurrency", "5");
          assertThat(mail.paused()).isTrue();
          assertThat(requireNonNull(mail.pause()).reason()).isEqualTo("provider down");
          assertThat(requireNonNull(mail.pause()).by()).isEqualTo("jo");
        });
  }

  @Test
  void theEndpointShowsOperationsAtWork() {
    working()
        .run(context -> {
          context.getBean(AwaWorker.class).stop();
          Awa awa = context.getBean(Awa.class);
          AwaEndpoint endpoint = context.getBean(AwaEndpoint.class);
          assertThat(endpoint.overview().operations()).isEmpty();
          JobFilter mail = JobFilter.newest(1).withQueue("mail");
          long stopped = awa.operations().submit(mail, Action.cancel(), "jo", "mistake");
          long atWork = awa.operations().submit(mail, Action.delete(), "jo", "old mail");
          awa.operations().stop(stopped, "jo");
          assertThat(endpoint.overview().operations())
              .singleElement()
              .returns(atWork, AwaEndpoint.OperationView::id)
              .returns("delete", AwaEndpoint.OperationView::verb)
              .returns("jo", AwaEndpoint.OperationView::submittedBy)
              .returns("old mail", AwaEndpoint.OperationView::reason);
        });
  }

  @Test
  void theEndpointShowsWhatItKnowsWhileTheDatabaseRefuses() {
    working()
        .run(context -> {
          context.getBean(AwaWorker.class).stop();
          new JdbcTemplate(context.getBean(DataSource.class)).execute("DROP SCHEMA awa CASCADE");
          AwaEndpoint.Overview overview = context.getBean(AwaEndpoint.class).overview();
          assertThat(overview.database()).contains("schema \"awa\" holds no Awa queue");
          assertThat(overview.workers()).containsOnlyKeys("default");
          assertThat(overview.handlers()).containsOnlyKeys("small");
          assertThat(overview.unread()).containsExactly("mail");
        });
  }

  @Test
  void theEndpointIsNotExposedUnlessAsked() {
    Applications.withJdbc().run(context -> assertThat(context).doesNotHaveBean(AwaEndpoint.class));
    working()
        .withPropertyValues("management.endpoint.awa.access=NONE")
        .run(context -> assertThat(context).doesNotHaveBean(AwaEndpoint.class));
  }

  @Test
  void eachPartCanBeSwitchedOff() {
    working()
        .withPropertyValues(
            "management.health.awa.enabled=false", "management.info.awa.enabled=false")
        .run(context -> {
          assertThat(context).doesNotHaveBean(AwaInfo.class).doesNotHaveBean("awaHealthIndicator");
        });
  }

  @Test
  void nothingIsMissedWithoutActuator() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(AwaAutoConfiguration.class, AwaActuatorAutoConfiguration.class))
        .withBean(DataSource.class, Applications::newDatabase)
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.boot.actuate", "org.springframework.boot.health"))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(Awa.class)
                .doesNotHaveBean(AwaReadings.class));
  }
}
