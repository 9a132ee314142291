package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.awa.test.AwaKit;
import dev.awa.test.AwaTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@AwaTest
class OrdersTest {
  @Test
  void anOrderIsFollowedByItsReceipt(AwaKit kit) throws Exception {
    Shop.createTable(kit.dataSource());
    Receipts receipts = new Receipts();
    kit.task(SendReceipt.class, (receipt, context) -> receipts.send(receipt));

    new Orders(kit.awa()).place("jo@example.org", 4200);

    kit.assertThatQueue("mail").hasOneJob(SendReceipt.class, job -> job.cents() == 4200);
    kit.drain("mail").allCompleted().hasCount(1);
    assertEquals(List.of("jo@example.org"), receipts.sent());
  }
}
