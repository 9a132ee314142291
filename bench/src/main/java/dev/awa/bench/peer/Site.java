package dev.awa.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database for one contender, and connections to it. */
public final class Site {
  private final String url;
  private final String plainUrl;

  private Site(String url, String plainUrl) {
    this.url = url;
    this.plainUrl = plainUrl;
  }

  /** An empty database, but for a table of the application's. */
  public static Site fresh(Server server) throws SQLException {
    String url = server.newDatabase();
    Site site = new Site(url, server.plainUrl(url));
    site.sql("CREATE TABLE business (id bigserial PRIMARY KEY, customer text, cents bigint)");
    return site;
  }

  /** The database that another process has made. */
  static Site at(String url) {
    return new Site(url, "");
  }

  /** The database for clients that know no JDBC. */
  public String plainUrl() {
    return plainUrl;
  }

  /** The database for clients that make their own connections by JDBC. */
  public String url() {
    return url;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** A pool of connections. */
  public HikariDataSource pool(int size) {
    return pool(size, "");
  }

  /**
   * A pool of connections with settings of the driver, such as {@code reWriteBatchedInserts=true}.
   */
  public HikariDataSource pool(int size, String setting) {
    HikariConfig config = new HikariConfig();
    String mark = url.contains("?") ? "&" : "?";
    config.setJdbcUrl(setting.isEmpty() ? url : url + mark + setting);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  public void sql(String sql) throws SQLException {
    try (Connection connection = connect()) {
      BenchQueue.sql(connection, sql);
    }
  }

  public long number(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return BenchQueue.number(connection, sql);
    }
  }
}
