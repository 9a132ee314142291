package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.event.EventListener;
import dev.awa.event.GaveUp;
import dev.awa.lab.Eventually;
import dev.awa.worker.Worker;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Several workers in one application, and several databases. */
final class WorkersTest {
  record Letter(int n) {}

  record Report(int n) {}

  /** Handlers of two queues. */
  static final class Handlers {
    final Queue<String> threads = new ConcurrentLinkedQueue<>();

    @AwaHandler(queue = "mail")
    void send(Letter letter) {
      threads.add("letter");
    }

    @AwaHandler(queue = "big_reports")
    void make(Report report) {
      threads.add("report");
    }
  }

  /** A handler that hangs until it is let go. */
  static final class Hangs {
    final CountDownLatch goOn = new CountDownLatch(1);

    @AwaHandler(queue = "mail")
    void send(Letter letter) throws InterruptedException {
      goOn.await();
    }
  }

  private static ApplicationContextRunner application(String... properties) {
    return Applications.withJdbc().withBean(Handlers.class).withPropertyValues(properties);
  }

  @Test
  void theStackOfALongJobIsWrittenWhenThePropertySays() {
    Applications.withJdbc()
        .withBean(Hangs.class)
        .withPropertyValues("awa.worker.stack-after=500ms")
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          long id = awa.enqueue(Job.of(new Letter(1)).withQueue("mail")).id();
          Eventually.holds(
              () -> "the log says where it hangs: " + awa.jobs().log(id),
              () ->
                  awa.jobs().log(id).stream()
                      .anyMatch(line -> line.text().contains("WorkersTest$Hangs.send(")));
          context.getBean(Hangs.class).goOn.countDown();
        });
  }

  @Test
  void aWorkerWithANameTakesItsQueuesFromTheUsualOne() {
    application("awa.workers.slow.queues[big_reports].concurrency=2", "awa.workers.slow.grace=1s")
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          AwaWorker workers = context.getBean(AwaWorker.class);
          assertThat(workers.running()).isPresent();
          assertThat(workers.running("slow")).isPresent().isNotEqualTo(workers.running());
          assertThat(workers.running("other")).isEmpty();
          assertThat(awa.storage().status(0).workers())
              .extracting(one -> one.queues())
              .containsExactlyInAnyOrder(List.of("mail"), List.of("big_reports"));
          awa.enqueue(Job.of(new Letter(1)).withQueue("mail"));
          awa.enqueue(Job.of(new Report(1)).withQueue("big_reports"));
          Queue<String> ran = context.getBean(Handlers.class).threads;
          Eventually.holds(
              () -> "both ran: " + ran, () -> ran.containsAll(List.of("letter", "report")));
          workers.stop();
          assertThat(awa.storage().status(0).workers()).isEmpty();
        });
  }

  @Test
  void theQueuesOfAWorkerThatIsOffAreLeftToOthers() {
    application(
            "awa.workers.slow.queues.big-reports.concurrency=2", "awa.workers.slow.enabled=false")
        .run(context -> {
          assertThat(context.getBean(AwaWorker.class).running("slow")).isEmpty();
          assertThat(context.getBean(Awa.class).storage().status(0).workers())
              .extracting(one -> one.queues())
              .containsExactly(List.of("mail"));
        });
  }

  @Test
  void allQueuesMayBeOfAWorkerThatIsOff() {
    application(
            "awa.workers.slow.queues.big-reports.concurrency=2",
            "awa.workers.slow.queues.mail.concurrency=2",
            "awa.workers.slow.enabled=false")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(AwaWorker.class).running()).isEmpty();
          assertThat(context.getBean(Awa.class).storage().status(0).workers()).isEmpty();
        });
  }

  @Test
  void noWorkerTakesTheNameOfTheUsualOne() {
    application("awa.workers.default.queues.mail.concurrency=2")
        .run(context ->
            HandlersTest.assertRefused(
                context,
                "awa.workers.default: the usual worker has this name",
                "Give this worker another name"));
  }

  @Test
  void theUsualWorkerIsNotNeededWhereAllQueuesHaveAnother() {
    application(
            "awa.workers.one.queues.mail.concurrency=2",
            "awa.workers.two.queues.big-reports.concurrency=2")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(AwaWorker.class).running()).isEmpty();
          assertThat(context.getBean(Awa.class).storage().status(0).workers()).hasSize(2);
        });
  }

  @Test
  void aQueueHasOneWorker() {
    application("awa.workers.slow.enabled=true")
        .run(context ->
            HandlersTest.assertRefused(
                context, "awa.workers.slow: it has no queue", "queues.<queue>.concurrency"));
    application(
            "awa.workers.one.queues.mail.concurrency=2",
            "awa.workers.two.queues.mail.concurrency=2")
        .run(context ->
            HandlersTest.assertRefused(
                context, "Queue \"mail\" is of awa.workers.one and of awa.workers.two", "one of"));
  }

  @Test
  void whatIsWrongWithAWorkerIsToldByTheNameOfItsProperty() {
    application(
            "awa.workers.slow.queues.mail.concurrency=2", "awa.workers.slow.data-source=nowhere")
        .run(context ->
            HandlersTest.assertRefused(
                context,
                "awa.workers.slow.data-source: there is no DataSource bean \"nowhere\"",
                "Give the property the name"));
    application("awa.workers.slow.queues.mail.concurrency=2", "awa.workers.slow.grace=29s")
        .run(context ->
            HandlersTest.assertRefused(
                context, "awa.workers.slow.grace is PT29S", "lower awa.workers.slow.grace to"));
    application("awa.workers.slow.queues.mail.concurrency=2", "awa.workers.slow.grace=-1s")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("awa.workers.<name>.grace: must not be negative"));
    application("awa.workers.slow.queues.mail.concurrency=2", "awa.workers.slow.stack-after=-1s")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("awa.workers.<name>.stack-after: must not be negative"));
  }

  /** A database without a queue. */
  @Configuration(proxyBeanMethods = false)
  static class Elsewhere {
    @Bean(defaultCandidate = false)
    DataSource elsewhere() {
      return Applications.newDatabase();
    }
  }

  @Test
  void aWorkerOfAnotherDatabaseIsToldByItsDataSource() {
    application(
            "awa.workers.slow.queues.mail.concurrency=2", "awa.workers.slow.data-source=elsewhere")
        .withUserConfiguration(Elsewhere.class)
        .run(context ->
            HandlersTest.assertRefused(
                context,
                "Awa's worker \"slow\" (awa.workers.slow.data-source=elsewhere) can't start: schema"
                    + " \"awa\" holds no Awa queue",
                "Correct what the description names"));
  }

  /** An application with a second queue in a database of its own. */
  @Configuration(proxyBeanMethods = false)
  static class Reports {
    @Bean(defaultCandidate = false)
    @Qualifier("reports")
    DataSource reportsDataSource() {
      return Applications.newDatabase();
    }

    @Bean(defaultCandidate = false)
    @Qualifier("reports")
    Awa reportsAwa(@Qualifier("reports") DataSource reports) {
      Awa.of(reports).migrate();
      return Awa.of(new TransactionAwareDataSourceProxy(reports)).joining();
    }

    @Bean(defaultCandidate = false, destroyMethod = "close")
    @Qualifier("reports")
    Worker reportsWorker(
        @Qualifier("reports") DataSource reports,
        @Qualifier("reports") Awa migrated,
        Handlers handlers) {
      return Worker.of(reports)
          .queue("big_reports", 2)
          .task(Report.class, (report, context) -> handlers.make(report))
          .start();
    }
  }

  @Test
  void aSecondDatabaseHasItsOwnClientAndWorker() {
    application()
        .withUserConfiguration(Reports.class)
        .run(context -> {
          assertThat(context).hasNotFailed();
          Awa usual = context.getBean(Awa.class);
          Awa reports = context.getBean("reportsAwa", Awa.class);
          DataSource second = context.getBean("reportsDataSource", DataSource.class);
          TransactionTemplate transaction =
              new TransactionTemplate(new JdbcTransactionManager(second));
          transaction.executeWithoutResult(status -> {
            reports.enqueue(Job.of(new Report(1)).withQueue("big_reports"));
            status.setRollbackOnly();
          });
          transaction.executeWithoutResult(
              status -> reports.enqueue(Job.of(new Report(2)).withQueue("big_reports")));
          Eventually.holds(
              () -> "one ran there: " + reports.queues().stats("big_reports"),
              () -> reports.queues().stats("big_reports").completed() == 1);
          assertThat(usual.queues().stats("big_reports").completed()).isZero();
        });
  }

  /** What docs/spring.md shows. */
  @Configuration(proxyBeanMethods = false)
  static class Restarts {
    @Bean
    EventListener<GaveUp> restart(ApplicationContext context) {
      return lost -> AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
    }
  }

  @Test
  void anApplicationMayCallItselfBrokenWhenItsWorkerGivesUp() {
    application()
        .withUserConfiguration(Restarts.class)
        .run(context -> {
          @SuppressWarnings("unchecked") // it is declared so
          EventListener<GaveUp> restart = context.getBean("restart", EventListener.class);
          restart.onEvent(new GaveUp("the thread of the claims is gone"));
          assertThat(context.getBean(ApplicationAvailability.class).getLivenessState())
              .isEqualTo(LivenessState.BROKEN);
        });
  }
}
