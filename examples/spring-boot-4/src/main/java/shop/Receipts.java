package shop;

import dev.awa.spring.AwaHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Sends receipts, here to the console. */
@Component
class Receipts {
  private final List<String> sent = new CopyOnWriteArrayList<>();

  @AwaHandler(queue = "mail", retries = 10, deadline = "30s")
  void send(SendReceipt receipt) {
    System.out.println("receipt for " + receipt.email() + ": " + receipt.cents() + " cents");
    sent.add(receipt.email());
  }

  /** To whom receipts were sent, in order. */
  List<String> sent() {
    return List.copyOf(sent);
  }
}
