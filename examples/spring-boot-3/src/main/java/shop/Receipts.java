package shop;

import dev.awa.spring.AwaHandler;
import org.springframework.stereotype.Component;

/** Sends receipts, here to the console. */
@Component
class Receipts {
  @AwaHandler(queue = "mail", retries = 10, deadline = "30s")
  void send(SendReceipt receipt) {
    System.out.println("receipt for " + receipt.email() + ": " + receipt.cents() + " cents");
  }
}
