package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.client.Awa;
import dev.awa.event.EventListener;
import dev.awa.event.ShutdownBegan;
import dev.awa.worker.Worker;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

/** What starts with an application and stops with it, and why an application does not start. */
final class StartTest {
  record Slow(int n) {}

  /** A handler that says that it has begun, and goes on until it may end. */
  static final class Sleeper {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    @AwaHandler
    void sleep(Slow slow) throws InterruptedException {
      begun.countDown();
      mayEnd.await();
    }
  }

  /** The build runs the tests with both lines. */
  @Test
  void theLineOfSpringBootIsTheOneThatIsMeant() {
    assertThat(SpringBootVersion.getVersion())
        .startsWith(System.getProperty("awa.test.spring-boot", "3") + ".");
  }

  // --- the worker ---

  @Test
  void withoutAHandlerThereIsNoWorker() {
    Applications.withJdbc()
        .run(context -> {
          assertThat(context.getBean(AwaWorker.class).running()).isEmpty();
          assertThat(context.getBean(AwaWorker.class).isRunning()).isFalse();
        });
  }

  @Test
  void aProcessMayOnlyEnqueue() {
    Applications.withJdbc()
        .withBean(Sleeper.class)
        .withPropertyValues("awa.worker.enabled=false")
        .run(context -> {
          assertThat(context).doesNotHaveBean(AwaWorker.class).hasSingleBean(Awa.class);
          assertThat(context.getBean(Awa.class).enqueue(Job.of(new Slow(1))).duplicate()).isFalse();
        });
  }

  @Test
  void withoutAwaThereIsNothing() {
    new ApplicationContextRunner()
        .withUserConfiguration(OnlyAwa.class)
        .withPropertyValues("awa.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Awa.class));
  }

  /** Hears that the worker shuts down, and lets the handler end then. */
  @Configuration(proxyBeanMethods = false)
  static class EndsWithTheWorker {
    @Bean
    EventListener<ShutdownBegan> listener(Sleeper sleeper) {
      return event -> sleeper.mayEnd.countDown();
    }
  }

  @Test
  void theWorkerLetsHandlersFinishBeforeTheDataSourceCloses() {
    PGSimpleDataSource database = Applications.newDatabase();
    long[] id = new long[1];
    Applications.withJdbc()
        .withPropertyValues(Applications.connecting("spring.datasource", database))
        .withBean(Sleeper.class)
        .withUserConfiguration(EndsWithTheWorker.class)
        .run(context -> {
          id[0] = context.getBean(Awa.class).enqueue(Job.of(new Slow(1))).id();
          context.getBean(Sleeper.class).begun.await();
        });
    assertThat(Awa.of(database).jobs().find(id[0]).orElseThrow().state())
        .isEqualTo(JobState.COMPLETED);
  }

  @Test
  void theWorkerStartsAgainAfterAStop() {
    Applications.withJdbc()
        .withBean(Sleeper.class)
        .run(context -> {
          AwaWorker worker = context.getBean(AwaWorker.class);
          Worker first = worker.running().orElseThrow();
          worker.stop();
          assertThat(worker.running()).isEmpty();
          worker.start();
          assertThat(worker.running().orElseThrow()).isNotSameAs(first);
        });
  }

  @Test
  void theWorkerLeavesThePoolToTheApplication() {
    Applications.withJdbc()
        .withBean(Sleeper.class)
        .withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(
                  new JdbcTemplate(context.getBean(DataSource.class))
                      .queryForObject("SELECT 1", Integer.class))
              .isEqualTo(1);
        });
  }

  @Test
  void withZeroAQueueIsLeftToOtherProcesses() {
    Applications.withJdbc()
        .withBean(Sleeper.class)
        .withPropertyValues(
            "awa.worker.queues.default.concurrency=0", "awa.worker.queues.mail.concurrency=3")
        .run(context ->
            assertThat(context.getBean(Awa.class).storage().status(0).workers().getFirst().queues())
                .containsExactly("mail"));
  }

  @Test
  void theTimesOfTheShutdownFitIntoSpringsTimeout() {
    assertThat(Shutdown.within("grace", Duration.ofSeconds(30), null).grace())
        .isEqualTo(Duration.ofSeconds(22));
    assertThat(Shutdown.within("grace", Duration.ofSeconds(4), null))
        .isEqualTo(
            new Shutdown(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertThatThrownBy(() ->
            Shutdown.within(
                "awa.workers.slow.grace", Duration.ofSeconds(30), Duration.ofSeconds(23)))
        .hasMessageContaining("awa.workers.slow.grace is PT23S");
  }

  @Test
  void aWorkerThatMayRunNothingIsToldItsProperty() {
    Applications.withJdbc()
        .withBean(Sleeper.class)
        .withPropertyValues("awa.worker.queues.default.concurrency=0")
        .run(context ->
            HandlersTest.assertRefused(
                context, "awa.worker.queues: every queue has", "awa.worker.enabled=false"));
  }

  // --- the data source ---

  @Configuration(proxyBeanMethods = false)
  static class TwoDatabases {
    @Bean
    DataSource orders() {
      return Applications.newDatabase();
    }

    @Bean
    DataSource reports() {
      return Applications.newDatabase();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OnePrimary {
    @Bean
    @Primary
    DataSource orders() {
      return Applications.newDatabase();
    }

    @Bean
    DataSource reports() {
      return Applications.newDatabase();
    }
  }

  @Test
  void ofSeveralDataSourcesOneIsPrimaryOrNamed() {
    Applications.withoutDatabase()
        .withUserConfiguration(TwoDatabases.class)
        .withPropertyValues(Applications.WITHOUT_JPA)
        .run(context ->
            HandlersTest.assertRefused(
                context, "none is primary: [orders, reports]", "awa.data-source=orders"));
    Applications.withoutDatabase()
        .withUserConfiguration(OnePrimary.class)
        .withPropertyValues(Applications.WITHOUT_JPA)
        .run(context ->
            assertThat(schemaIsIn(context.getBean("orders", DataSource.class))).isTrue());
    Applications.withoutDatabase()
        .withUserConfiguration(TwoDatabases.class)
        .withPropertyValues(Applications.WITHOUT_JPA)
        .withPropertyValues("awa.data-source=reports")
        .run(context -> {
          assertThat(schemaIsIn(context.getBean("reports", DataSource.class))).isTrue();
          assertThat(schemaIsIn(context.getBean("orders", DataSource.class))).isFalse();
        });
    Applications.withoutDatabase()
        .withUserConfiguration(TwoDatabases.class)
        .withPropertyValues(Applications.WITHOUT_JPA)
        .withPropertyValues("awa.data-source=report")
        .run(context ->
            HandlersTest.assertRefused(
                context, "there is no DataSource bean \"report\"", "name of a DataSource bean"));
  }

  private static boolean schemaIsIn(DataSource source) {
    return Boolean.TRUE.equals(
        new JdbcTemplate(source)
            .queryForObject("SELECT to_regnamespace('awa') IS NOT NULL", Boolean.class));
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(AwaAutoConfiguration.class)
  static class OnlyAwa {}

  @Test
  void withoutADataSourceTheApplicationDoesNotStart() {
    new ApplicationContextRunner()
        .withUserConfiguration(OnlyAwa.class)
        .run(context ->
            HandlersTest.assertRefused(
                context, "Awa needs a DataSource, and the application has none", "awa.enabled"));
  }

  // --- the schema ---

  @Test
  void aSchemaMayBeCheckedOnly() {
    Applications.withJdbc()
        .withPropertyValues("awa.migrate=check")
        .run(context ->
            HandlersTest.assertRefused(
                context, "awa.migrate=check, the schema can't be used", "awa.migrate=on-start"));
    Applications.withJdbc()
        .withPropertyValues("awa.migrate=none")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(schemaIsIn(context.getBean(DataSource.class))).isFalse();
        });
  }

  /** A bean that migrates the database as Flyway does, after everything that does not wait. */
  @Configuration(proxyBeanMethods = false)
  static class ByFlyway {
    @Bean
    JavaMigration script() {
      return new V1__Awa();
    }
  }

  /** The script of the schema as a migration of the application's. */
  static final class V1__Awa extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws Exception {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute(Awa.of(Applications.newDatabase()).migrationScript());
      }
    }
  }

  @Test
  void theSchemaIsLookedAtAfterFlyway() {
    Applications.withJdbc()
        .withUserConfiguration(ByFlyway.class)
        .withPropertyValues(
            "spring.flyway.enabled=true", "spring.flyway.locations=", "awa.migrate=check")
        .run(context -> assertThat(context).hasNotFailed());
  }

  // --- properties ---

  @Test
  void aWrongPropertyEndsTheStart() {
    refused("awa.worker.enable=false", "[awa.worker.enable] were left unbound");
    refused("awa.worker.concurrency=0", "awa.worker.concurrency: must be 1 to 1000000, got 0");
    refused("awa.worker.deadline=8d", "awa.worker.deadline: must be 1 ms to 7 days");
    refused("awa.worker.stack-after=-1s", "awa.worker.stack-after: must not be negative");
    refused("awa.handlers.x.retries=-1", "retries: must be 0 to 999, got -1");
    refused("awa.migrate=perhaps", "awa.migrate");
  }

  @Test
  void aNameThatNoSchemaCanHaveIsRefusedInWords() {
    for (String name : List.of("", "x".repeat(64))) {
      Applications.withJdbc()
          .withPropertyValues("awa.schema=" + name)
          .run(context ->
              HandlersTest.assertRefused(
                  context, "awa.schema: name must have 1 to 63 bytes", "Correct awa.schema"));
    }
  }

  private static void refused(String property, String words) {
    Applications.withJdbc()
        .withPropertyValues(property)
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(words));
  }
}
