package dev.awa.bench.lab;

import dev.awa.lab.Postgres;
import dev.awa.lab.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A PostgreSQL of its own that waits for the disk as one in production does. Its files lie in a
 * folder of the caller's choice and are deleted when it is closed or the JVM ends.
 */
public final class Server implements AutoCloseable {
  private static final String SETTINGS =
      """
      fsync = on
      synchronous_commit = on
      full_page_writes = on
      shared_buffers = 512MB
      max_wal_size = 4GB
      wal_keep_size = 2GB
      checkpoint_timeout = 30min
      max_connections = 1200
      """;
  private static final List<String> SHOWN =
      List.of(
          "server_version",
          "shared_buffers",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "data_checksums",
          "max_wal_size",
          "wal_sync_method");
  private static final long PROBE_NANOS = 1_000_000_000L;

  private final Postgres postgres;
  private final List<String> databases = new CopyOnWriteArrayList<>();

  private Server(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Starts a server with its files below a folder. */
  public static Server start(Path parent) {
    try {
      return new Server(Postgres.start(Scratch.below(parent, "pg-"), SETTINGS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL", e);
    }
  }

  /** A queue in a database of its own. */
  public BenchQueue newQueue() throws SQLException {
    BenchQueue queue = new BenchQueue(newDatabase());
    queue.awa().migrate();
    return queue;
  }

  /** An empty database; answers its URL for JDBC. */
  public String newDatabase() throws SQLException {
    String name = postgres.newDatabase();
    databases.add(name);
    return Postgres.url(postgres.port(), name);
  }

  /** Ends all sessions of a database. */
  public void terminateSessions(String jdbcUrl) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement terminate =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?")) {
      terminate.setString(1, databaseOf(jdbcUrl));
      terminate.execute();
    }
  }

  private static String databaseOf(String jdbcUrl) {
    String path = jdbcUrl.substring(jdbcUrl.lastIndexOf('/'));
    return path.substring(1, path.contains("?") ? path.indexOf('?') : path.length());
  }

  /** The same database for clients that know no JDBC. */
  public String plainUrl(String jdbcUrl) {
    return "postgres://postgres@localhost:" + postgres.port() + "/" + databaseOf(jdbcUrl);
  }

  /** A session beside the databases of the queues. */
  public Connection connect() throws SQLException {
    return postgres.database("postgres").getConnection();
  }

  /** Drops the queues made so far, so that nothing is done for them while others are measured. */
  public void dropQueues() throws SQLException {
    for (String database : databases) {
      postgres.dropDatabase(database);
    }
    databases.clear();
  }

  /** Begins a new cycle of full-page images. */
  public void checkpoint() throws SQLException {
    postgres.execute("postgres", "CHECKPOINT");
  }

  /** Crashes it; returns when no process of it is left. */
  public void crash() throws IOException {
    postgres.stop("immediate");
  }

  /** Starts it again; returns when it takes connections. */
  public void startAgain() throws IOException {
    postgres.start();
  }

  /** The id of the process that all others of the server are children of. */
  public long postmaster() {
    try {
      return postgres.postmaster();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the server's process id", e);
    }
  }

  /** What the processes of the server do: the name of a session, or the task of a process. */
  public Map<Long, String> processes() throws SQLException {
    Map<Long, String> processes = new HashMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pid, coalesce(nullif(application_name, ''), backend_type) FROM"
                    + " pg_stat_activity")) {
      while (rows.next()) {
        processes.put(rows.getLong(1), rows.getString(2));
      }
    }
    return processes;
  }

  /** Its version, the settings that matter, and how fast the disk lets it commit. */
  public Map<String, String> facts() throws SQLException {
    Map<String, String> facts = new LinkedHashMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String setting : SHOWN) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          row.next();
          facts.put(setting, row.getString(1));
        }
      }
      facts.put("file system", fileSystem());
      facts.put("commits a second, one session", Long.toString(commits(statement)));
    }
    return facts;
  }

  private String fileSystem() {
    try {
      return Files.getFileStore(postgres.data()).type();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long commits(Statement statement) throws SQLException {
    statement.execute("CREATE TABLE probe (n bigint)");
    long commits = 0;
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < PROBE_NANOS) {
      statement.execute("INSERT INTO probe VALUES (" + commits++ + ")");
    }
    statement.execute("DROP TABLE probe");
    return commits * PROBE_NANOS / (System.nanoTime() - begun);
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
