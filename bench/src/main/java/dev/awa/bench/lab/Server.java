package dev.awa.bench.lab;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of its own that waits for the disk as one in production does. Its files lie in a
 * folder of the caller's choice and are deleted when it is closed or the JVM ends.
 */
public final class Server implements AutoCloseable {
  private static final String PREFIX = "pg-";
  private static final String USER = "postgres";
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

  private final EmbeddedPostgres postgres;
  private final Path folder;
  private final AtomicInteger databases = new AtomicInteger();
  private int dropped;
  private @Nullable Path binaries;

  private Server(EmbeddedPostgres postgres, Path folder) {
    this.postgres = postgres;
    this.folder = folder;
  }

  /** Starts a server with its files below a folder. */
  public static Server start(Path parent) {
    try {
      deleteWhatKilledRunsLeft(Files.createDirectories(parent));
      Path folder = parent.resolve(PREFIX + ProcessHandle.current().pid()).toAbsolutePath();
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(Files.createDirectories(folder))
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("shared_buffers", "512MB")
              .setServerConfig("max_wal_size", "4GB")
              .setServerConfig("wal_keep_size", "2GB")
              .setServerConfig("checkpoint_timeout", "30min")
              .setServerConfig("max_connections", "1200")
              .start();
      return new Server(postgres, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL", e);
    }
  }

  private static void deleteWhatKilledRunsLeft(Path parent) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path one : left) {
        long pid = Long.parseLong(one.getFileName().toString().substring(PREFIX.length()));
        if (ProcessHandle.of(pid).isEmpty()) {
          FileUtils.deleteQuietly(one.toFile());
        }
      }
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
    String name = "bench_" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return postgres.getJdbcUrl(USER, name);
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
    return "postgres://" + USER + "@localhost:" + postgres.getPort() + "/" + databaseOf(jdbcUrl);
  }

  /** A session beside the databases of the queues. */
  public Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  /** Drops the queues made so far, so that nothing is done for them while others are measured. */
  public void dropQueues() throws SQLException {
    for (int i = dropped + 1; i <= databases.get(); i++) {
      execute("DROP DATABASE IF EXISTS bench_" + i + " WITH (FORCE)");
    }
    dropped = databases.get();
  }

  /** Begins a new cycle of full-page images. */
  public void checkpoint() throws SQLException {
    execute("CHECKPOINT");
  }

  /** Crashes it; returns when no process of it is left. */
  public void crash() throws IOException {
    binaries(); // looked for while it runs
    pgCtl("stop", "-m", "immediate");
  }

  /** Starts it again; returns when it takes connections. */
  public void startAgain() throws IOException {
    pgCtl("restart"); // with the options it had, unlike start
  }

  private Path binaries() throws IOException {
    if (binaries == null) {
      binaries =
          ProcessHandle.of(postmaster())
              .flatMap(process -> process.info().command())
              .map(command -> Path.of(command).getParent())
              .orElseThrow(() -> new IOException("where PostgreSQL lies can't be seen"));
    }
    return binaries;
  }

  private void pgCtl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U")); // the server refuses to run as root
    }
    command.addAll(
        List.of(binaries().resolve("pg_ctl").toString(), "-D", folder.toString(), "-w", "-s"));
    command.addAll(List.of("-l", folder.resolve("server.log").toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The id of the process that all others of the server are children of. */
  public long postmaster() {
    try {
      return Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the server's process id", e);
    }
  }

  /** What the processes of the server do: the name of a session, or the task of a process. */
  public Map<Long, String> processes() throws SQLException {
    Map<Long, String> processes = new HashMap<>();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
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
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
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
      return Files.getFileStore(folder).type();
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
