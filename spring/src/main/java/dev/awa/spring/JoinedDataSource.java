package dev.awa.spring;

import dev.awa.AwaException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hands out the connection of Spring's transaction while one is at work on this data source.
 * Refuses where the transaction at work is one of another data source: what is written here would
 * stay when that one is rolled back.
 */
final class JoinedDataSource extends TransactionAwareDataSourceProxy {
  private final String name;

  JoinedDataSource(DataSource target, String name) {
    super(target);
    this.name = name;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (isOver()) {
      throw refused();
    }
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && !TransactionSynchronizationManager.hasResource(obtainTargetDataSource())) {
      refuseBeside();
    }
    Connection connection = super.getConnection();
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && connection.getAutoCommit()) {
      connection.close();
      throw refused();
    }
    return connection;
  }

  /**
   * Whether the connection of this thread is left over from a transaction that has ended. A
   * transaction that began in a callback and is over leaves its thread so: Spring then knows of no
   * transaction, and hands the connection out.
   */
  private boolean isOver() {
    return !TransactionSynchronizationManager.isActualTransactionActive()
        && !TransactionSynchronizationManager.isSynchronizationActive()
        && TransactionSynchronizationManager.hasResource(obtainTargetDataSource());
  }

  /** Nothing is bound to this thread: only a transaction of JTA may still have a connection. */
  private void refuseBeside() throws SQLException {
    try (Connection connection = obtainTargetDataSource().getConnection()) {
      if (connection.getAutoCommit() || mayCommitEach(connection)) {
        throw refused();
      }
    }
  }

  /** JDBC demands that this fails in a distributed transaction. */
  private static boolean mayCommitEach(Connection connection) {
    try {
      connection.setAutoCommit(true);
      connection.setAutoCommit(false); // as the pool had it
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private AwaException refused() {
    return new AwaException(
        "could not join Spring's transaction: the one at work on this thread is not of the data"
            + " source \""
            + name
            + "\" that Awa has, or it is over (afterCommit), so what is done here would be no part"
            + " of it. Nothing was done. Use a transaction manager of \""
            + name
            + "\" (after a commit with REQUIRES_NEW), name the other data source with"
            + " awa.data-source, or take a client that joins nothing: Awa.of(dataSource)");
  }
}
