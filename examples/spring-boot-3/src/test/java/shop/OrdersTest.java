package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.test.AwaKit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The jobs run on the thread of the test, so the application's own worker is off. */
@SpringBootTest(properties = "awa.worker.enabled=false")
class OrdersTest {
  @TestConfiguration
  static class Database {
    @Bean
    EmbeddedPostgres server() throws IOException {
      return EmbeddedPostgres.start();
    }

    @Bean
    DataSource dataSource(EmbeddedPostgres server) {
      return server.getPostgresDatabase();
    }
  }

  @Autowired private Orders orders;
  @Autowired private Receipts receipts;
  @Autowired private DataSource dataSource;

  @Test
  void anOrderIsFollowedByItsReceipt() {
    AwaKit kit = AwaKit.on(dataSource);
    kit.task(SendReceipt.class, (receipt, context) -> receipts.send(receipt));

    orders.place("jo@example.org", 4200);

    kit.assertThatQueue("mail").hasOneJob(SendReceipt.class, job -> job.cents() == 4200);
    kit.drain("mail").allCompleted().hasCount(1);
    assertThat(receipts.sent()).containsExactly("jo@example.org");
  }
}
