package dev.awa.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.io.FileUtils;

/**
 * The PostgreSQL that tests run against: one per JVM, started when it is first asked for and gone
 * when the JVM ends. Its version is that of the binaries on the class path.
 *
 * <p>It does not wait for the disk ({@code fsync} is off), and its files are in memory where the
 * machine has room for that. A test that is about what survives a crash runs with {@code
 * -Dawa.test.fsync=true}.
 */
public final class TestServer {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "awa-test-";
  private static final long ROOM_NEEDED = 1L << 30;
  private static final int FIRST_WITH_STRATEGY = 150_000;

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestServer() {}

  /** A new, empty database, about 8 MB large. It lives as long as the JVM. */
  public static DataSource newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    // Copying files beats writing a small database through the log.
    String strategy = versionNumber() < FIRST_WITH_STRATEGY ? "" : " STRATEGY file_copy";
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE template1" + strategy);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + name, e);
    }
    return Running.SERVER.getDatabase("postgres", name);
  }

  /** The server's {@code server_version_num}: 140024 for 14.24, 180006 for 18.6. */
  public static int versionNumber() {
    return Running.VERSION_NUMBER;
  }

  /** Loaded, and with that started, on first use. */
  private static final class Running {
    static final EmbeddedPostgres SERVER = start();
    static final int VERSION_NUMBER = askVersionNumber();

    private static EmbeddedPostgres start() {
      String fsync = Boolean.getBoolean("awa.test.fsync") ? "on" : "off";
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setServerConfig("max_prepared_transactions", "10")
              .setServerConfig("max_connections", "300")
              .setServerConfig("fsync", fsync)
              .setServerConfig("full_page_writes", fsync)
              .setServerConfig("synchronous_commit", fsync);
      try {
        if (memoryHasRoom()) {
          deleteWhatKilledRunsLeft();
          String prefix = PREFIX + ProcessHandle.current().pid() + "-";
          builder.setDataDirectory(Files.createTempDirectory(MEMORY, prefix));
        }
        // Stops the server and deletes its files in a shutdown hook of its own.
        return builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start PostgreSQL for the tests", e);
      }
    }

    private static boolean memoryHasRoom() throws IOException {
      return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_NEEDED;
    }

    /** Their servers notice within a minute that their files are gone, and end. */
    private static void deleteWhatKilledRunsLeft() throws IOException {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(MEMORY, PREFIX + "*")) {
        for (Path folder : left) {
          String pid = folder.getFileName().toString().split("-", 4)[2];
          if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
            FileUtils.deleteQuietly(folder.toFile());
          }
        }
      }
    }

    private static int askVersionNumber() {
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW server_version_num")) {
        row.next();
        return row.getInt(1);
      } catch (SQLException e) {
        throw new IllegalStateException("cannot ask the server for its version", e);
      }
    }
  }
}
