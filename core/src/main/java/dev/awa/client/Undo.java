package dev.awa.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a call of several statements has written when one of them refuses, so that the
 * caller's transaction stays as it was. A savepoint, or nothing where there is no transaction or
 * nothing to take back.
 */
final class Undo implements AutoCloseable {
  private final Connection tx;
  private @Nullable Savepoint savepoint;

  private Undo(Connection tx, @Nullable Savepoint savepoint) {
    this.tx = tx;
    this.savepoint = savepoint;
  }

  static Undo of(Connection tx, boolean severalStatements) throws SQLException {
    boolean inTransaction = !tx.getAutoCommit();
    return new Undo(tx, severalStatements && inTransaction ? tx.setSavepoint() : null);
  }

  /** Everything was written. */
  void notNeeded() throws SQLException {
    if (savepoint != null) {
      tx.releaseSavepoint(savepoint);
      savepoint = null;
    }
  }

  @Override
  public void close() throws SQLException {
    if (savepoint != null && !tx.isClosed()) {
      tx.rollback(savepoint);
    }
  }
}
