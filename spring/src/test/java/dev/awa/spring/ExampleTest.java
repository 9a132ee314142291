package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The program in docs/spring.md and in the tutorial is the one below, and it runs. */
final class ExampleTest {
  record SendReceipt(String email, long cents) {}

  @Component
  static class Receipts {
    @AwaHandler(queue = "mail", retries = 10, deadline = "30s")
    void send(SendReceipt receipt, JobContext context) {
      System.out.println("receipt for " + receipt.email());
    }
  }

  @Service
  static class Orders {
    private final JdbcTemplate jdbc;
    private final Awa awa;

    Orders(JdbcTemplate jdbc, Awa awa) {
      this.jdbc = jdbc;
      this.awa = awa;
    }

    @Transactional
    public void order(String email, long cents) {
      jdbc.update("INSERT INTO orders VALUES (?, ?)", email, cents);
      awa.enqueue(Job.of(new SendReceipt(email, cents)).withQueue("mail"));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Start {
    @Bean
    ApplicationRunner firstOrder(Orders orders) {
      return arguments -> orders.order("jo@example.org", 4200);
    }
  }

  @Test
  void theExampleRuns() {
    Applications.withJdbc()
        .withUserConfiguration(Receipts.class, Orders.class, Start.class)
        .run(context -> {
          context
              .getBean(JdbcTemplate.class)
              .execute("CREATE TABLE orders (email text, cents bigint)");
          context.getBean(ApplicationRunner.class).run(new DefaultApplicationArguments());
          Awa awa = context.getBean(Awa.class);
          Eventually.holds(
              () -> "completed: " + awa.queues().stats("mail"),
              () -> awa.queues().stats("mail").completed() == 1);
        });
  }

  /** All but a test of an application, which stands in the examples. */
  @Test
  void thePageShowsWhatRuns() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String name :
        List.of(
            "ExampleTest",
            "ArgumentsTest",
            "WorkersTest",
            "ActuatorTest",
            "SchedulesTest",
            "DashboardTest",
            "OidcRolesTest")) {
      Path file = Path.of("src/test/java/dev/awa/spring", name + ".java");
      sources.append(plain(Files.readAllLines(file).stream()));
    }
    String[] shown = Files.readString(Path.of("../docs/spring.md")).split("```java\n");
    assertThat(shown).hasSizeGreaterThan(3);
    for (String one : List.of(shown).subList(1, shown.length)) {
      String code = one.substring(0, one.indexOf("```"));
      if (!code.startsWith("@SpringBootTest")) {
        assertThat(sources.toString()).contains(plain(code.lines()));
      }
    }
  }

  /** Without indents and empty lines; the classes of the page are not nested. */
  private static String plain(Stream<String> lines) {
    return lines
        .map(line -> line.strip().replace("static class", "class"))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
