package dev.awa.client;

import dev.awa.engine.Engine;
import dev.awa.engine.Surrounding;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/**
 * Makes a call of several statements all or nothing. In a transaction it is a savepoint, so that
 * the caller's transaction stays as it was when a job is refused; on a connection that commits each
 * statement it is a transaction of its own. A call of a single statement needs neither.
 *
 * <p>A transaction in which a statement of the database has failed is left as it is, over: so it is
 * after a call of a single statement, and callers need not know how many a call has. Where the
 * driver lets transactions go on after failures, this one goes on too, without anything of the
 * call.
 */
final class AllOrNothing implements AutoCloseable {
  private enum Means {
    NOTHING,
    SAVEPOINT,
    TRANSACTION
  }

  private final Connection connection;
  private final Means means;
  private boolean open = true;

  private AllOrNothing(Connection connection, Means means) {
    this.connection = connection;
    this.means = means;
  }

  static AllOrNothing of(Connection connection) throws SQLException {
    if (Surrounding.isInTransaction(connection)) {
      Engine.setSavepoint(connection);
      return new AllOrNothing(connection, Means.SAVEPOINT);
    }
    return ofOwn(connection);
  }

  /**
   * For statements of which only the last one writes: in a transaction there is nothing to undo.
   */
  static AllOrNothing ofTheLast(Connection connection) throws SQLException {
    return Surrounding.isInTransaction(connection)
        ? new AllOrNothing(connection, Means.NOTHING)
        : ofOwn(connection);
  }

  private static AllOrNothing ofOwn(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return new AllOrNothing(connection, Means.TRANSACTION);
  }

  /** Everything was written. */
  void notNeeded() throws SQLException {
    switch (means) {
      case NOTHING -> {}
      case SAVEPOINT -> Engine.releaseSavepoint(connection);
      case TRANSACTION -> connection.commit();
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
    if (means == Means.TRANSACTION) {
      connection.setAutoCommit(true); // not reached when the rollback fails: it would commit
    }
  }

  /**
   * Whether the driver takes back each statement that fails, so that the transaction goes on
   * ({@code autosave=always}). It does not do so for a COPY, but brings the transaction back with
   * the next failure, and with it what the call had written before.
   */
  private boolean goesOnAfterFailures() throws SQLException {
    return connection.unwrap(PGConnection.class).getAutosave() == AutoSave.ALWAYS;
  }

  private void takeBack() throws SQLException {
    switch (means) {
      case NOTHING -> {}
      case SAVEPOINT -> {
        if (!Surrounding.hasFailed(connection) || goesOnAfterFailures()) {
          Engine.rollBackToSavepoint(connection);
        }
      }
      case TRANSACTION -> connection.rollback();
    }
  }
}
