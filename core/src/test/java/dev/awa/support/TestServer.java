package dev.awa.support;

import dev.awa.lab.Postgres;
import dev.awa.lab.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * The PostgreSQL that tests run against: one per JVM, started when it is first asked for and gone
 * when the JVM ends. Its version is that of the binaries on the class path.
 *
 * <p>It does not wait for the disk ({@code fsync} is off), and its files are in memory where the
 * machine has room for that. A test that is about what survives a crash runs with {@code
 * -Dawa.test.fsync=true}.
 */
public final class TestServer {
  private static final int FIRST_WITH_STRATEGY = 150_000;

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestServer() {}

  /** A new, empty database, about 8 MB large. It lives as long as the JVM. */
  public static DataSource newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    // Copying files beats writing a small database through the log.
    String strategy = versionNumber() < FIRST_WITH_STRATEGY ? "" : " STRATEGY file_copy";
    try {
      Running.SERVER.execute(
          "postgres", "CREATE DATABASE " + name + " TEMPLATE template1" + strategy);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + name, e);
    }
    return Running.SERVER.database(name);
  }

  /** The server's {@code server_version_num}: 140024 for 14.24, 180006 for 18.6. */
  public static int versionNumber() {
    return Running.VERSION_NUMBER;
  }

  /** Loaded, and with that started, on first use. */
  private static final class Running {
    static final Postgres SERVER = start();
    static final int VERSION_NUMBER = askVersionNumber();

    private static Postgres start() {
      try {
        return Postgres.start(
            Scratch.inMemory("awa-test-"),
            """
            max_prepared_transactions = 10
            fsync = %1$s
            full_page_writes = %1$s
            synchronous_commit = %1$s
            """
                .formatted(Boolean.getBoolean("awa.test.fsync") ? "on" : "off"));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start PostgreSQL for the tests", e);
      }
    }

    private static int askVersionNumber() {
      try (Connection connection = SERVER.database("postgres").getConnection();
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
