package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server that the other tests of this run stand on is the one that was asked for. */
@Tag("every-postgres")
final class TestServerTest {
  @Test
  void theServerIsOfTheVersionAskedFor() {
    assertThat(TestServer.versionNumber() / 10_000)
        .isEqualTo(Integer.getInteger("awa.test.postgres.major"));
  }

  @Test
  void everyNewDatabaseIsEmptyAndItsOwn() throws SQLException {
    DataSource first = TestServer.newDatabase();
    DataSource second = TestServer.newDatabase();
    try (Connection connection = first.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE mine (id bigint)");
    }
    assertThat(tables(first)).isEqualTo(1);
    assertThat(tables(second)).isZero();
  }

  private static int tables(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
