package dev.awa.worker;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Tells whose session a connection is. */
final class Sessions {
  private Sessions() {}

  /**
   * Whether the connection speaks to the server process that it was opened to. A pooler in between
   * makes up a process of its own; sessions behind it may change from transaction to transaction.
   */
  static boolean isDirect(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1) == connection.unwrap(PGConnection.class).getBackendPID();
    }
  }
}
