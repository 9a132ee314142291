package dev.awa.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call of several statements all or nothing. In a transaction it is a savepoint, so that
 * the caller's transaction stays as it was when a statement refuses; on a connection that commits
 * each statement it is a transaction of its own. A call of a single statement needs neither.
 */
final class Undo implements AutoCloseable {
  private final Connection connection;
  private final boolean own;
  private @Nullable Savepoint savepoint;
  private boolean open;

  private Undo(Connection connection, boolean own, @Nullable Savepoint savepoint, boolean open) {
    this.connection = connection;
    this.own = own;
    this.savepoint = savepoint;
    this.open = open;
  }

  static Undo of(Connection connection, boolean severalStatements) throws SQLException {
    if (!severalStatements) {
      return new Undo(connection, false, null, false);
    }
    if (connection.getAutoCommit()) {
      connection.setAutoCommit(false);
      return new Undo(connection, true, null, true);
    }
    return new Undo(connection, false, connection.setSavepoint(), true);
  }

  /** Everything was written. */
  void notNeeded() throws SQLException {
    if (savepoint != null) {
      connection.releaseSavepoint(savepoint);
      savepoint = null;
    } else if (own) {
      connection.commit();
    }
    open = false;
  }

  @Override
  public void close() throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    if (open) {
      takeBack();
    }
    if (own) {
      connection.setAutoCommit(true);
    }
  }

  private void takeBack() throws SQLException {
    if (savepoint != null) {
      connection.rollback(savepoint);
    } else if (own) {
      connection.rollback();
    }
  }
}
