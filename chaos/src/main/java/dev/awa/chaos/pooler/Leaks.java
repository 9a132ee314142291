package dev.awa.chaos.pooler;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What was left behind in the sessions that a pooler shares. */
public final class Leaks {
  /** Asked in a transaction; only what belongs to the session is counted. */
  private static final String LEFT =
      """
      SELECT pg_backend_pid(), 'LISTEN ' || c FROM pg_listening_channels() AS c
      UNION ALL
      SELECT pid, 'lock ' || classid || ' ' || objid FROM pg_locks
      WHERE locktype = 'advisory' AND pid = pg_backend_pid()
      UNION ALL
      SELECT pg_backend_pid(), name || ' = ' || setting FROM pg_settings
      WHERE source = 'session' AND name IN ('statement_timeout', 'lock_timeout',
        'idle_session_timeout', 'default_transaction_isolation', 'search_path')
      UNION ALL
      SELECT pg_backend_pid(), 'statement ' || name FROM pg_prepared_statements
      WHERE name <> ''
      ORDER BY 1, 2\
      """;

  private Leaks() {}

  /**
   * What is left in each of the sessions behind a pooler. Holds all of them at once, each in a
   * transaction, so that none is overlooked.
   *
   * @param url of the pooler
   * @param sessions how many it shares
   */
  public static List<String> find(String url, int sessions) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    Set<Integer> seen = new TreeSet<>();
    List<String> left = new ArrayList<>();
    try {
      for (int i = 0; i < sessions; i++) {
        Connection connection = DriverManager.getConnection(url);
        connections.add(connection);
        connection.setAutoCommit(false);
        seen.add(look(connection, left));
      }
    } finally {
      for (Connection connection : connections) {
        connection.rollback(); // a session whose client goes amid a transaction goes with it
        connection.close();
      }
    }
    if (seen.size() != sessions) {
      throw new IllegalStateException("saw the sessions " + seen + ", there are " + sessions);
    }
    return left;
  }

  /** Throws when something was left in one of the sessions. */
  public static void refuse(String url, int sessions) throws SQLException {
    List<String> left = find(url, sessions);
    if (!left.isEmpty()) {
      throw new IllegalStateException("left in the sessions of the pooler: " + left);
    }
  }

  private static int look(Connection connection, List<String> left) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(LEFT)) {
        while (rows.next()) {
          left.add(rows.getString(1) + ": " + rows.getString(2));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
