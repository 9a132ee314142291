package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.test.AwaKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** A test of an application has the test kit as a bean, with the handlers of the application. */
@ExtendWith(SpringExtension.class)
@ContextConfiguration(classes = KitTest.Application.class)
@TestPropertySource(properties = "awa.worker.enabled=false")
@DirtiesContext
final class KitTest {
  record Receipt(String email) {}

  /** Remembers to whom it has sent on which thread. */
  static final class Mailer {
    String sent = "";

    @AwaHandler(queue = "mail")
    void send(Receipt receipt) {
      sent += receipt.email() + " on " + Thread.currentThread().getName();
    }
  }

  /** An application. */
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({AwaAutoConfiguration.class, AwaKitAutoConfiguration.class})
  static class Application {
    @Bean
    PGSimpleDataSource dataSource() {
      return Applications.newDatabase();
    }

    @Bean
    Mailer mailer() {
      return new Mailer();
    }
  }

  @Autowired AwaKit kit;
  @Autowired Awa awa;
  @Autowired Mailer mailer;

  @BeforeEach
  void empty() {
    kit.empty();
  }

  @Test
  void theHandlersOfTheApplicationRunOnTheThreadOfTheTest() {
    awa.enqueue(Job.of(new Receipt("jo@example.org")).withQueue("mail"));
    kit.assertThatQueue("mail").hasOneJob(Receipt.class);
    kit.drain("mail").allCompleted().hasCount(1);
    assertThat(mailer.sent).isEqualTo("jo@example.org on " + Thread.currentThread().getName());
  }
}
