package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs calls on connections of a data source, or of the caller's, and gives failures a name. */
final class Database {
  private final DataSource dataSource;

  Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** What is done with a connection. */
  interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /** What is done with a connection when there is nothing to answer. */
  interface Action {
    void on(Connection connection) throws SQLException;
  }

  /** Runs an action in a transaction of its own. */
  void run(String what, Action action) {
    transaction(
        what,
        connection -> {
          action.on(connection);
          return true;
        });
  }

  /**
   * Runs a call in a transaction of its own that is READ COMMITTED whatever the data source says:
   * for whoever takes a lock and then looks.
   */
  <T> T readCommitted(String what, Call<T> call) {
    return call(what, connection -> readCommitted(connection, call));
  }

  /** The same, one of several on a connection. */
  static <T> T readCommitted(Connection connection, Call<T> call) throws SQLException {
    return transaction(
        connection,
        tx -> {
          Engine.readCommitted(tx);
          return call.on(tx);
        });
  }

  /** Runs a call in a transaction of its own. */
  <T> T transaction(String what, Call<T> call) {
    return call(what, connection -> transaction(connection, call));
  }

  private static <T> T transaction(Connection connection, Call<T> call) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      return committed(connection, call);
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  /**
   * Runs a call that is all or nothing also on a connection that commits each statement. There it
   * saves the round trip of a commit.
   */
  <T> T allOrNothing(String what, Call<T> call) {
    return call(
        what,
        connection ->
            connection.getAutoCommit() ? call.on(connection) : committed(connection, call));
  }

  private static <T> T committed(Connection connection, Call<T> call) throws SQLException {
    try {
      T result = call.on(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** Runs a call on a connection of the data source. */
  <T> T call(String what, Call<T> call) {
    try (Connection connection = dataSource.getConnection()) {
      return call.on(connection);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** Runs a call on the caller's connection, which is left as it is. */
  static <T> T on(Connection tx, String what, Call<T> call) {
    try {
      return call.on(tx);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static AwaException failed(String what, SQLException e) {
    return new AwaException(
        "could not " + what + ": " + Failures.words(e) + " (SQLSTATE " + e.getSQLState() + ")", e);
  }
}
