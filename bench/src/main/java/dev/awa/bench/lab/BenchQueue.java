package dev.awa.bench.lab;

import dev.awa.client.Awa;
import dev.awa.engine.Engine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A queue in a database of its own, with the client and the engine on it. */
public final class BenchQueue {
  /** How many jobs a COPY enqueues here. */
  public static final int BATCH = 1000;

  private final String url;
  private final DataSource dataSource;
  private final Awa awa;
  private final Engine engine = Engine.of(Engine.DEFAULT_SCHEMA);

  BenchQueue(String url) {
    this.url = url;
    dataSource = new NamedSource(url);
    awa = Awa.of(dataSource);
  }

  public String url() {
    return url;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public Awa awa() {
    return awa;
  }

  public Engine engine() {
    return engine;
  }

  /** A connection that is named after the thread that asks for it. */
  public Connection connect() throws SQLException {
    return dataSource.getConnection();
  }

  /** Enqueues e-mails by COPY, a transaction for each batch of 1000. */
  public void copy(Connection connection, long from, long count) throws SQLException {
    for (long n = from; n < from + count; n += BATCH) {
      int size = (int) Math.min(BATCH, from + count - n);
      awa.copy(connection, SendEmail.jobs(n, size).iterator(), enqueued -> {});
    }
  }

  /** Enqueues e-mails in batches of 1000, a transaction each. */
  public void batch(Connection connection, long from, long count) {
    for (long n = from; n < from + count; n += BATCH) {
      awa.enqueueAll(connection, SendEmail.jobs(n, (int) Math.min(BATCH, from + count - n)));
    }
  }

  /** How many runs were closed, whatever their outcome, in segments that are kept. */
  public long closed(Connection connection) throws SQLException {
    return number(connection, "SELECT coalesce(sum(n), 0) FROM awa.closures");
  }

  /** Waits until so many runs were closed. */
  public void awaitClosed(long count) throws SQLException, InterruptedException {
    try (Connection connection = connect()) {
      while (closed(connection) < count) {
        Thread.sleep(2);
      }
    }
  }

  /** Runs statements. */
  public static void sql(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number in the first column of the first row. */
  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
