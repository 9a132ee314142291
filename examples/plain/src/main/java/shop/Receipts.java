package shop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends receipts, here to the console. */
final class Receipts {
  private final List<String> sent = new CopyOnWriteArrayList<>();

  void send(SendReceipt receipt) {
    System.out.println("receipt for " + receipt.email() + ": " + receipt.cents() + " cents");
    sent.add(receipt.email());
  }

  /** To whom receipts were sent, in order. */
  List<String> sent() {
    return List.copyOf(sent);
  }
}
