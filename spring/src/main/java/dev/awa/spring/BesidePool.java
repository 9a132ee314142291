package dev.awa.spring;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens connections as a pool of HikariCP's does, beside the pool: a worker keeps its connections,
 * which the application would miss.
 */
final class BesidePool extends AbstractDataSource {
  private final HikariDataSource pool;

  private BesidePool(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Null where the pool does not open its connections by the URL of the PostgreSQL driver. */
  static @Nullable DataSource of(DataSource source) {
    try {
      if (source.isWrapperFor(HikariDataSource.class)) {
        HikariDataSource pool = source.unwrap(HikariDataSource.class);
        String url = pool.getJdbcUrl();
        return pool.getDataSource() == null && url != null && url.startsWith("jdbc:postgresql:")
            ? new BesidePool(pool)
            : null;
      }
    } catch (SQLException e) {
      // then it is no pool of HikariCP's
    }
    return null;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(pool.getUsername(), pool.getPassword());
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(pool.getDataSourceProperties());
    put(properties, "user", user);
    put(properties, "password", password);
    Connection connection = DriverManager.getConnection(pool.getJdbcUrl(), properties);
    try {
      initialise(connection, pool.getConnectionInitSql());
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  /** {@code SET ROLE}, for instance. */
  private static void initialise(Connection connection, @Nullable String sql) throws SQLException {
    if (sql != null) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
