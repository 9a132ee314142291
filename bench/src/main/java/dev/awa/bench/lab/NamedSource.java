package dev.awa.bench.lab;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections that are named after the thread that asks for them, so that the CPU time of
 * their server processes can be told apart.
 */
final class NamedSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  NamedSource(String url) {
    setUrl(url);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    connection.setClientInfo("ApplicationName", Thread.currentThread().getName());
    return connection;
  }
}
