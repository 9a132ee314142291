package shop

import dev.awa.test.AwaKit
import dev.awa.test.AwaTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

@AwaTest
class OrdersTest {
  @Test
  fun anOrderIsFollowedByItsReceipt(kit: AwaKit) {
    createTable(kit.dataSource())
    val receipts = Receipts()
    kit.codec(codec).task(SendReceipt::class.java) { receipt, _ -> receipts.send(receipt) }

    Orders(kit.awa()).place("jo@example.org", 4200)

    kit.assertThatQueue("mail").hasOneJob(SendReceipt::class.java) { it.cents == 4200L }
    kit.drain("mail").allCompleted().hasCount(1)
    assertEquals(listOf(SendReceipt("jo@example.org", 4200)), receipts.sent)
  }
}
