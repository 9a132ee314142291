package dev.awa.cli.demo;

import dev.awa.cli.terminal.CommandFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of the demo, in a data directory of its own, with durable settings; and
 * what it tells of itself.
 */
final class DemoServer implements AutoCloseable {
  private static final String DEAD_TUPLES =
      """
      SELECT coalesce(sum(n_dead_tup), 0)
      FROM pg_stat_user_tables
      WHERE schemaname = 'awa' AND relname ~ ('^' || ? || '_[0-9]+$')\
      """;

  private final EmbeddedPostgres server;

  private DemoServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server; in a temporary directory, which goes away with it, when none is named. */
  static DemoServer start(@Nullable Path directory) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_connections", "100");
    if (directory != null) {
      builder.setDataDirectory(directory).setCleanDataDirectory(true);
    }
    try {
      return new DemoServer(builder.start());
    } catch (IOException e) {
      throw new CommandFailure("the embedded PostgreSQL did not start: " + e.getMessage());
    }
  }

  DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  /** Where other commands find it, as DATABASE_URL has it. */
  String url() {
    return "postgres://postgres@localhost:" + server.getPort() + "/postgres";
  }

  /** How many bytes of write-ahead log there have been. */
  long walBytes() {
    return number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn", null);
  }

  /** Dead tuples on all partitions of a log that segments are made of. */
  long deadTuples(String log) {
    return number(DEAD_TUPLES, log);
  }

  private long number(String sql, @Nullable String parameter) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var statement = connection.prepareStatement(sql)) {
      if (parameter != null) {
        statement.setString(1, parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new CommandFailure("could not ask the demo's server: " + e.getMessage());
    }
  }

  /**
   * Makes what the server counted visible. Backends report their counts when they are idle for a
   * moment.
   */
  void settleStatistics() {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(1.2)");
      statement.execute("SELECT pg_stat_clear_snapshot()");
    } catch (SQLException e) {
      throw new CommandFailure("could not ask the demo's server: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new CommandFailure("the embedded PostgreSQL did not stop: " + e.getMessage());
    }
  }
}
