package shop;

import dev.awa.test.AwaKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The jobs run on the thread of the test, so the application's own worker is off. */
@Import(TestDatabase.class)
@SpringBootTest(properties = "awa.worker.enabled=false")
class OrdersTest {
  @Autowired AwaKit kit;
  @Autowired Orders orders;

  @BeforeEach
  void empty() {
    kit.empty();
  }

  @Test
  void anOrderIsFollowedByItsReceipt() {
    orders.place("jo@example.org", 4200);
    kit.assertThatQueue("mail").hasOneJob(SendReceipt.class, job -> job.cents() == 4200);
    kit.drain("mail").allCompleted().hasCount(1);
  }
}
