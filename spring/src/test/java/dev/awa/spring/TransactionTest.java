package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.client.Awa;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is enqueued within a transaction of Spring's is part of that transaction. */
final class TransactionTest {
  record SendReceipt(String email) {}

  private static ApplicationContextRunner application(String access) {
    return access.equals("jpa") ? Applications.withJpa() : Applications.withJdbc();
  }

  private static TransactionTemplate transaction(ApplicationContext context, int propagation) {
    TransactionTemplate template =
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    template.setPropagationBehavior(propagation);
    return template;
  }

  private static Job<SendReceipt> receipt(String email) {
    return Job.of(new SendReceipt(email));
  }

  private static long jobs(ApplicationContext context) {
    Long found =
        new JdbcTemplate(context.getBean(DataSource.class))
            .queryForObject("SELECT count(*) FROM awa.jobs", Long.class);
    return found == null ? -1 : found;
  }

  private static String arguments(ApplicationContext context) {
    return String.valueOf(
        new JdbcTemplate(context.getBean(DataSource.class))
            .queryForObject("SELECT args::text FROM awa.jobs", String.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "jpa"})
  void aJobIsThereWhenItsTransactionCommits(String access) {
    application(access)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
          jdbc.execute("CREATE TABLE orders (email text)");
          TransactionTemplate required =
              transaction(context, TransactionDefinition.PROPAGATION_REQUIRED);
          required.executeWithoutResult(status -> {
            jdbc.update("INSERT INTO orders VALUES ('jo')");
            awa.enqueue(receipt("jo"));
            status.setRollbackOnly();
          });
          assertThat(jobs(context)).isZero();
          required.executeWithoutResult(status -> {
            jdbc.update("INSERT INTO orders VALUES ('jo')");
            awa.enqueue(receipt("jo"));
            assertThat(jdbc.queryForObject("SELECT count(*) FROM awa.jobs", Long.class))
                .as("the transaction sees its own job")
                .isEqualTo(1);
          });
          assertThat(jobs(context)).isEqualTo(1);
          awa.enqueue(receipt("outside"));
          assertThat(jobs(context)).isEqualTo(2);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "jpa"})
  void aNewTransactionCommitsItsOwnJobsOnly(String access) {
    application(access)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          transaction(context, TransactionDefinition.PROPAGATION_REQUIRED)
              .executeWithoutResult(outer -> {
                awa.enqueue(receipt("outer"));
                transaction(context, TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> awa.enqueue(receipt("inner")));
                outer.setRollbackOnly();
              });
          assertThat(jobs(context)).isEqualTo(1);
          assertThat(arguments(context)).contains("inner");
        });
  }

  @Test
  void aSavepointTakesItsJobsBack() {
    application("jdbc")
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          transaction(context, TransactionDefinition.PROPAGATION_REQUIRED)
              .executeWithoutResult(outer -> {
                awa.enqueue(receipt("kept"));
                transaction(context, TransactionDefinition.PROPAGATION_NESTED)
                    .executeWithoutResult(nested -> {
                      awa.enqueue(receipt("taken back"));
                      nested.setRollbackOnly();
                    });
              });
          assertThat(jobs(context)).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "jpa"})
  void aReadOnlyTransactionIsRefusedAndGoesOn(String access) {
    application(access)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          TransactionTemplate reading =
              transaction(context, TransactionDefinition.PROPAGATION_REQUIRED);
          reading.setReadOnly(true);
          reading.executeWithoutResult(status -> {
            assertThatThrownBy(() -> awa.enqueue(receipt("jo")))
                .isInstanceOf(AwaException.class)
                .hasMessageContaining("the transaction is read-only. Nothing was done");
            assertThat(awa.queues().list()).isEmpty();
          });
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "jpa"})
  void afterTheCommitACallIsRefused(String access) {
    application(access)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          transaction(context, TransactionDefinition.PROPAGATION_REQUIRED)
              .executeWithoutResult(status ->
                  TransactionSynchronizationManager.registerSynchronization(
                      new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                          assertThatThrownBy(() -> awa.enqueue(receipt("late")))
                              .hasMessageContaining("REQUIRES_NEW");
                          transaction(context, TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                              .executeWithoutResult(next -> awa.enqueue(receipt("late")));
                        }
                      }));
          assertThat(jobs(context)).isEqualTo(1);
        });
  }

  /** As a listener with the phase AFTER_COMPLETION does after one of AFTER_COMMIT. */
  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "jpa"})
  void afterAnotherTransactionInACallbackACallIsRefusedToo(String access) {
    application(access)
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          List<String> refused = new ArrayList<>();
          transaction(context, TransactionDefinition.PROPAGATION_REQUIRED)
              .executeWithoutResult(status -> {
                afterCompletion(() ->
                    transaction(context, TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                        .executeWithoutResult(next -> awa.enqueue(receipt("in another"))));
                afterCompletion(() -> {
                  try {
                    awa.enqueue(receipt("late"));
                  } catch (AwaException e) {
                    refused.add(e.getMessage());
                  }
                });
              });
          assertThat(refused).singleElement().asString().contains("REQUIRES_NEW");
          assertThat(jobs(context)).isEqualTo(1);
          awa.enqueue(receipt("afterwards"));
          assertThat(jobs(context)).isEqualTo(2);
        });
  }

  private static void afterCompletion(Runnable callback) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            callback.run();
          }
        });
  }

  @Test
  void aTransactionOfAnotherDataSourceIsRefused() {
    application("jdbc")
        .run(context -> {
          Awa awa = context.getBean(Awa.class);
          TransactionTemplate other =
              new TransactionTemplate(new JdbcTransactionManager(Applications.newDatabase()));
          other.executeWithoutResult(status ->
              assertThatThrownBy(() -> awa.enqueue(receipt("jo")))
                  .isInstanceOf(AwaException.class)
                  .hasMessageContaining("not of the data source \"dataSource\"")
                  .hasMessageContaining("awa.data-source"));
          assertThat(jobs(context)).isZero();
        });
  }
}
