package shop;

import dev.awa.Job;
import dev.awa.client.Awa;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Takes orders. The order and its receipt come into being together, or neither does. */
final class Orders {
  private final Awa awa;

  Orders(Awa awa) {
    this.awa = awa;
  }

  void place(String email, long cents) throws SQLException {
    awa.inTransaction(tx -> {
      try (PreparedStatement insert = tx.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
        insert.setString(1, email);
        insert.setLong(2, cents);
        insert.executeUpdate();
      }
      awa.enqueue(tx, Job.of(new SendReceipt(email, cents)).withQueue("mail"));
    });
  }
}
