package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Finds out whether a pooler stands before the database that lends its sessions for one statement
 * only. Single statements work there, and whatever needs a transaction is broken off, connection
 * and all: it would be seen with the first job that can't end.
 */
final class StatementMode {
  private StatementMode() {}

  /**
   * Refuses a connection that has no transactions. One that is in a transaction, or has its
   * transactions begun by others, has shown that it can.
   *
   * @throws SQLException in words that say what the pooler must be set to
   */
  static void refuse(Connection connection) throws SQLException {
    if (Surrounding.isInTransaction(connection)) {
      return;
    }
    PGConnection driver = connection.unwrap(PGConnection.class);
    int threshold = driver.getPrepareThreshold();
    driver.setPrepareThreshold(0); // the driver prepares BEGIN and ROLLBACK too
    try {
      begin(connection);
    } catch (SQLException e) {
      throw Failures.isOfPooler(e) ? refused(e) : e;
    } finally {
      driver.setPrepareThreshold(threshold);
    }
  }

  private static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      giveBack(connection, e);
      throw e;
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** As it was taken, if it still can be. */
  private static void giveBack(Connection connection, SQLException cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static SQLException refused(SQLException cause) {
    return new SQLException(
        "a pooler before the database gives no transaction ("
            + cause.getMessage()
            + "); a queue needs them: let the pooler work in transaction or session mode"
            + " (PgBouncer: pool_mode)",
        cause.getSQLState(),
        cause);
  }
}
