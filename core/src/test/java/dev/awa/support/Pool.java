package dev.awa.support;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * A pool of an application, of the kinds that applications have: small, impatient, and otherwise as
 * it comes.
 */
public final class Pool implements AutoCloseable {
  /** How long one waits for a connection before it refuses. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final DataSource dataSource;
  private final AutoCloseable closing;

  private Pool(DataSource dataSource, AutoCloseable closing) {
    this.dataSource = dataSource;
    this.closing = closing;
  }

  /**
   * What a pool is to be like.
   *
   * @param size how many connections it has
   * @param autoCommit whether its connections commit each statement
   * @param initialSql what it does on each new connection, null for nothing; c3p0 can't
   */
  public record Wish(int size, boolean autoCommit, @Nullable String initialSql) {}

  /** Whose pool it is, or what stands before it. */
  public enum Kind {
    HIKARI,
    AGROAL,
    C3P0,
    TOMCAT,
    /** Spring's, that takes a connection when the first statement needs it. */
    LAZY,
    /** Spring's, outside of its transactions. */
    TRANSACTION_AWARE;

    /** Whether such a pool can have connections that don't commit each statement. */
    public boolean canDoWithoutAutoCommit() {
      return this != C3P0;
    }

    /** Whether such a pool can do something on each new connection. */
    public boolean hasInitialSql() {
      return this != C3P0;
    }
  }

  /** A pool on a database. */
  public static Pool of(Kind kind, DataSource database, Wish wish) throws SQLException {
    String url = url(database);
    return switch (kind) {
      case HIKARI -> hikari(url, wish);
      case AGROAL -> agroal(url, wish);
      case C3P0 -> c3p0(url, wish);
      case TOMCAT -> tomcat(url, wish);
      case LAZY -> {
        Pool pool = hikari(url, wish);
        yield new Pool(new LazyConnectionDataSourceProxy(pool.dataSource), pool);
      }
      case TRANSACTION_AWARE -> {
        Pool pool = hikari(url, wish);
        yield new Pool(new TransactionAwareDataSourceProxy(pool.dataSource), pool);
      }
    };
  }

  private static String url(DataSource database) {
    PGSimpleDataSource source = (PGSimpleDataSource) database;
    String url = source.getURL();
    return url + (url.contains("?") ? "&" : "?") + "user=" + source.getUser();
  }

  private static Pool hikari(String url, Wish wish) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(wish.size());
    config.setAutoCommit(wish.autoCommit());
    config.setConnectionInitSql(wish.initialSql());
    config.setConnectionTimeout(PATIENCE.toMillis());
    HikariDataSource pool = new HikariDataSource(config);
    return new Pool(pool, pool);
  }

  private static Pool agroal(String url, Wish wish) throws SQLException {
    AgroalDataSource pool =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(config ->
                    config
                        .maxSize(wish.size())
                        .acquisitionTimeout(PATIENCE)
                        .connectionFactoryConfiguration(connections ->
                            connections
                                .jdbcUrl(url)
                                .autoCommit(wish.autoCommit())
                                .initialSql(wish.initialSql()))));
    return new Pool(pool, pool);
  }

  private static Pool c3p0(String url, Wish wish) {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setJdbcUrl(url);
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(wish.size());
    pool.setCheckoutTimeout((int) PATIENCE.toMillis());
    return new Pool(pool, pool);
  }

  private static Pool tomcat(String url, Wish wish) {
    org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
    pool.setUrl(url);
    pool.setDriverClassName("org.postgresql.Driver");
    pool.setInitialSize(1);
    pool.setMinIdle(1);
    pool.setMaxIdle(wish.size());
    pool.setMaxActive(wish.size());
    pool.setMaxWait((int) PATIENCE.toMillis());
    pool.setInitSQL(wish.initialSql());
    if (!wish.autoCommit()) {
      pool.setDefaultAutoCommit(false);
    }
    return new Pool(pool, pool::close);
  }

  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    try {
      closing.close();
    } catch (Exception e) {
      throw new IllegalStateException("the pool can't be closed", e);
    }
  }
}
