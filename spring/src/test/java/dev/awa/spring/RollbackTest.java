package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.transaction.annotation.Transactional;

/** A test of the application that rolls back leaves no job, and its jobs are never run. */
@ExtendWith(SpringExtension.class)
@ContextConfiguration(classes = RollbackTest.Application.class)
@DirtiesContext
final class RollbackTest {
  record Receipt(String email) {}

  /** Counts what it gets. */
  static final class Counter {
    final AtomicInteger handled = new AtomicInteger();

    @AwaHandler
    void send(Receipt receipt) {
      handled.incrementAndGet();
    }
  }

  /** An application with a worker. */
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(AwaAutoConfiguration.class)
  static class Application {
    @Bean
    PGSimpleDataSource dataSource() {
      return Applications.newDatabase();
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }

    @Bean
    Counter counter() {
      return new Counter();
    }
  }

  @Autowired Awa awa;
  @Autowired DataSource dataSource;
  @Autowired Counter counter;

  @Test
  @Transactional
  void theTestSeesItsJob() {
    awa.enqueue(Job.of(new Receipt("jo@example.org")));
    assertThat(new JdbcTemplate(dataSource).queryForList("SELECT kind FROM awa.jobs", String.class))
        .containsExactly("receipt");
  }

  @AfterTransaction
  void nobodyElseEverDoes() {
    assertThat(new JdbcTemplate(dataSource).queryForList("SELECT kind FROM awa.jobs", String.class))
        .isEmpty();
    assertThat(counter.handled).hasValue(0);
    assertThat(awa.queues().stats("default").completed()).isZero();
  }
}
