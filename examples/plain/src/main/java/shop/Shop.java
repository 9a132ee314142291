package shop;

import dev.awa.client.Awa;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Takes one order and sends its receipt. The argument is the JDBC URL of the database. */
final class Shop {
  private Shop() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("usage: Shop jdbc:postgresql://localhost/shop?user=shop&password=...");
      System.exit(2);
    }
    PGSimpleDataSource dataSource = new PGSimpleDataSource(); // an application has a pool
    dataSource.setUrl(arguments[0]);
    Awa awa = Awa.of(dataSource);
    awa.migrate(); // creates the schema "awa" or brings it up to date
    createTable(dataSource);

    Receipts receipts = new Receipts();
    try (Worker worker =
        Worker.of(dataSource)
            .queue("mail", 20) // runs at most 20 jobs of this queue at once
            .task(SendReceipt.class, (receipt, context) -> receipts.send(receipt))
            .start()) {
      new Orders(awa.waking(worker::wake)).place("jo@example.org", 4200);
      while (receipts.sent().isEmpty()) {
        Thread.sleep(10);
      }
    } // lets handlers finish and sends every outcome
  }

  static void createTable(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS orders (email text, cents bigint)");
    }
  }
}
