package dev.awa.worker;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection as it was when it was taken from its data source, so that it can be given back the
 * same: a pool hands it to somebody else, and most pools put back little of what they were not told
 * of, some nothing.
 */
final class Borrowed {
  /** Runs at once on the timer thread of the driver: it only closes a socket. */
  private static final Executor DIRECT = Runnable::run;

  /** What is as long as the network timeout in a session of our own. */
  private static final List<String> PATIENCE =
      List.of("statement_timeout", "idle_in_transaction_session_timeout", "tcp_user_timeout");

  /** What ends a session of our own never. */
  private static final List<String> ENDLESS =
      List.of("idle_session_timeout", "transaction_timeout");

  private static final List<String> SETTINGS =
      List.of(
          "statement_timeout",
          "idle_in_transaction_session_timeout",
          "tcp_user_timeout",
          "lock_timeout",
          "idle_session_timeout",
          "transaction_timeout"); // since PostgreSQL 17

  /** Those that the server knows, with their values. */
  private static final String LOOK =
      "SELECT s.name, s.setting FROM (SELECT n AS name, pg_catalog.current_setting(n, true) AS"
          + " setting FROM pg_catalog.unnest('{"
          + String.join(",", SETTINGS)
          + "}'::pg_catalog.text[]) AS n) AS s WHERE s.setting IS NOT NULL";

  private static final String CHANNELS = "SELECT pg_catalog.pg_listening_channels()";

  private final Connection connection;
  private final PGConnection driver;
  private final int networkTimeout;
  private final int prepareThreshold;
  private final boolean autoCommit;

  /** Of a session that is furnished; null: it was left as it is. */
  private @Nullable Session session;

  private record Session(int isolation, Map<String, String> settings, Set<String> channels) {}

  private Borrowed(Connection connection) throws SQLException {
    this.connection = connection;
    driver = connection.unwrap(PGConnection.class);
    networkTimeout = connection.getNetworkTimeout();
    prepareThreshold = driver.getPrepareThreshold();
    autoCommit = connection.getAutoCommit();
  }

  /** The connection as it is now. */
  static Borrowed of(Connection connection) throws SQLException {
    return new Borrowed(connection);
  }

  Connection connection() {
    return connection;
  }

  /** Each statement commits, and a call takes no longer than this. */
  void use(Duration patience) throws SQLException {
    connection.setNetworkTimeout(DIRECT, Math.toIntExact(patience.toMillis()));
    connection.setAutoCommit(true);
  }

  /**
   * Asks whether the server is there.
   *
   * @param within how long that may take
   * @param afterwards how long the calls that follow may
   */
  void ask(Duration within, Duration afterwards) throws SQLException {
    connection.setNetworkTimeout(DIRECT, Math.toIntExact(within.toMillis()));
    execute("SELECT 1");
    connection.setNetworkTimeout(DIRECT, Math.toIntExact(afterwards.toMillis()));
  }

  /** Prepares nothing in the server: what is prepared stays in a session. */
  void prepareNothing() {
    driver.setPrepareThreshold(0);
  }

  /**
   * Makes the server's session READ COMMITTED and as patient as this process: what it gives up the
   * server gives up too. A statement that takes longer than its patience, mostly the network
   * timeout, is cancelled; an answer that the network swallows, or that nobody reads, ends the
   * server's process (Linux; elsewhere that setting does nothing), and its locks with it. No other
   * time limit of the role ends what the worker does.
   */
  void furnish(Duration network, Duration patience, Duration lockPatience) throws SQLException {
    Map<String, String> before = settings();
    session = new Session(connection.getTransactionIsolation(), before, Set.copyOf(channels()));
    if (session.isolation() != Connection.TRANSACTION_READ_COMMITTED) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    StringBuilder furnishing = new StringBuilder();
    PATIENCE.forEach(name -> furnishing.append("SET " + name + " = " + network.toMillis() + "; "));
    furnishing.append("SET statement_timeout = " + patience.toMillis() + "; ");
    furnishing.append("SET lock_timeout = " + lockPatience.toMillis());
    ENDLESS.stream()
        .filter(before::containsKey)
        .forEach(name -> furnishing.append("; SET " + name + " = 0"));
    execute(furnishing.toString());
  }

  /** Makes it what it was, and closes it. */
  void giveBack() throws SQLException {
    try (connection) {
      if (session != null) {
        tidy(session);
      }
      driver.setPrepareThreshold(prepareThreshold);
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
      connection.setNetworkTimeout(DIRECT, networkTimeout);
    }
  }

  private void tidy(Session before) throws SQLException {
    String reset = "RESET " + String.join("; RESET ", before.settings().keySet());
    StringBuilder tidying = new StringBuilder(reset);
    for (String channel : channels()) {
      if (!before.channels().contains(channel)) {
        tidying.append("; UNLISTEN \"" + channel.replace("\"", "\"\"") + '"');
      }
    }
    execute(tidying.toString());
    putBack(before.settings());
    driver.getNotifications(); // what came for us is not for the next one
    if (connection.getTransactionIsolation() != before.isolation()) {
      connection.setTransactionIsolation(before.isolation());
    }
  }

  /** What was set in the session itself, by the pool for instance, a reset does not bring back. */
  private void putBack(Map<String, String> before) throws SQLException {
    Map<String, String> now = settings();
    StringBuilder missing = new StringBuilder();
    before.forEach((name, value) -> {
      if (!value.equals(now.get(name))) {
        missing.append("SET " + name + " = '" + value + "'; ");
      }
    });
    if (!missing.isEmpty()) {
      execute(missing.toString());
    }
  }

  private Map<String, String> settings() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LOOK)) {
      Map<String, String> values = new LinkedHashMap<>();
      while (rows.next()) {
        values.put(rows.getString(1), rows.getString(2));
      }
      return values;
    }
  }

  private Set<String> channels() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(CHANNELS)) {
      Set<String> channels = new HashSet<>();
      while (rows.next()) {
        channels.add(rows.getString(1));
      }
      return channels;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
