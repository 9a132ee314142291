package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.QueueStats;
import dev.awa.client.Awa;
import dev.awa.support.Pool;
import dev.awa.support.TestServer;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The program in README.md is the one below, and it runs. */
final class ReadmeExampleTest {
  private static final String SOURCE = "core/src/test/java/dev/awa/examples/ReadmeExampleTest.java";

  // begin of the example
  /** Orders and their receipts. */
  static final class Shop {
    record SendReceipt(String email, long cents) {}

    public static void main(String[] arguments) throws Exception {
      PGSimpleDataSource dataSource = new PGSimpleDataSource(); // an application has a pool
      dataSource.setUrl(arguments[0]); // jdbc:postgresql://localhost/shop?user=shop&password=...
      Awa awa = Awa.of(dataSource);
      awa.migrate(); // creates the schema "awa" or brings it up to date

      CountDownLatch sent = new CountDownLatch(1);
      Worker worker =
          Worker.of(dataSource)
              .queue("mail", 20) // runs at most 20 jobs of this queue at once
              .task(
                  SendReceipt.class,
                  (receipt, context) -> {
                    System.out.println("receipt for " + receipt.email());
                    sent.countDown();
                  })
              .start();
      try {
        order(awa, "jo@example.org", 4200);
        sent.await();
      } finally {
        worker.close(); // lets handlers finish and sends every outcome
      }
    }

    /** The order and its job come into being together, or neither does. */
    static void order(Awa awa, String email, long cents) throws SQLException {
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

  // end of the example

  @Test
  void theReadmeShowsThisProgram() throws IOException {
    List<String> source = Files.readAllLines(repository().resolve(SOURCE));
    List<String> shown = shown();

    List<String> imports = shown.stream().filter(line -> line.startsWith("import ")).toList();
    assertThat(source).containsAll(imports);

    int begin = source.indexOf("  // begin of the example") + 1;
    List<String> example = source.subList(begin, source.indexOf("  // end of the example"));
    assertThat(String.join("\n", shown.subList(imports.size(), shown.size())).strip())
        .isEqualTo(
            String.join("\n", example)
                .stripTrailing()
                .stripIndent()
                .replace("static final class", "final class")); // nested here and not there
  }

  @Test
  void theProgramRuns() throws Exception {
    DataSource dataSource = TestServer.newDatabase();
    execute(dataSource, "CREATE TABLE orders (email text, cents bigint)");
    String url = ((PGSimpleDataSource) dataSource).getUrl();

    Shop.main(new String[] {url + (url.contains("?") ? "&" : "?") + "user=postgres"});

    assertThat(orders(dataSource)).isEqualTo(1);
    QueueStats stats = Awa.of(dataSource).queues().stats("mail");
    assertThat(stats.completed()).isEqualTo(1);
    assertThat(stats.available() + stats.running()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anOrderWhoseReceiptIsRefusedIsNotThereWhateverThePool(Pool.Kind kind) throws SQLException {
    DataSource dataSource = TestServer.newDatabase();
    execute(dataSource, "CREATE TABLE orders (email text, cents bigint)");
    try (Pool pool = Pool.of(kind, dataSource, new Pool.Wish(1, true, "SELECT 1"))) {
      Awa awa = Awa.of(pool.dataSource());
      awa.migrate();
      String tooLong = "x".repeat(2 * 1024 * 1024);
      assertThatThrownBy(() -> Shop.order(awa, tooLong, 1)).isInstanceOf(InvalidJobException.class);
      Shop.order(awa, "jo@example.org", 4200);
    }
    assertThat(orders(dataSource)).isEqualTo(1);
  }

  /** The first Java block of the README. */
  private static List<String> shown() throws IOException {
    List<String> readme = Files.readAllLines(repository().resolve("README.md"));
    int begin = readme.indexOf("```java") + 1;
    assertThat(begin).as("README.md has a Java block").isPositive();
    List<String> rest = readme.subList(begin, readme.size());
    return rest.subList(0, rest.indexOf("```"));
  }

  /** The folder of the repository: tests run in their module's. */
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(SOURCE))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder that has " + SOURCE).isNotNull();
    }
    return folder;
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long orders(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      row.next();
      return row.getLong(1);
    }
  }
}
