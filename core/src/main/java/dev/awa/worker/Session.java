package dev.awa.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection that one loop keeps for itself: in autocommit, READ COMMITTED (each statement of the
 * engine needs a fresh snapshot after its locks) and with a network timeout, without which a call
 * hangs for minutes when the network swallows packets. A connection that failed is thrown away; the
 * next call opens another.
 */
final class Session implements AutoCloseable {
  /** Runs at once on the timer thread of the driver: it only closes a socket. */
  private static final Executor DIRECT = Runnable::run;

  private final DataSource dataSource;
  private final Duration networkTimeout;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Connection connection;

  Session(DataSource dataSource, Duration networkTimeout) {
    this.dataSource = dataSource;
    this.networkTimeout = networkTimeout;
  }

  /** What is done with the connection. */
  interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs a call on the connection, which is opened when there is none. */
  <T> T call(Call<T> call) throws SQLException {
    lock.lock();
    try {
      Connection open = opened();
      try {
        return call.on(open);
      } catch (SQLException | RuntimeException | Error e) {
        throwAwayIfBroken(open, e);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  private Connection opened() throws SQLException {
    if (connection == null) {
      Connection opening = dataSource.getConnection();
      try {
        prepare(opening);
      } catch (SQLException | RuntimeException e) {
        opening.close();
        throw e;
      }
      connection = opening;
    }
    return connection;
  }

  private void prepare(Connection opening) throws SQLException {
    opening.setNetworkTimeout(DIRECT, Math.toIntExact(networkTimeout.toMillis()));
    opening.setAutoCommit(true);
    if (opening.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
      opening.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    try (Statement statement = opening.createStatement()) {
      statement.execute(
          "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_session_timeout = 0");
    }
  }

  private void throwAwayIfBroken(Connection broken, Throwable cause) {
    try {
      String state = cause instanceof SQLException e ? e.getSQLState() : null;
      boolean refusedByServer =
          state != null && !state.startsWith("08") && !state.startsWith("57P");
      if (refusedByServer && !broken.isClosed() && !"25006".equals(state)) {
        return;
      }
      connection = null;
      broken.abort(DIRECT);
      broken.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Leaves the connection as a pool expects it. */
  private static void giveBack(Connection open) throws SQLException {
    try (open;
        Statement statement = open.createStatement()) {
      statement.execute("RESET statement_timeout; RESET lock_timeout; RESET idle_session_timeout");
    }
  }

  /** Breaks off the call at work, if there is one. */
  void abort() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(DIRECT);
      } catch (SQLException e) {
        // it is gone already, which is what was wanted
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (connection != null) {
        giveBack(connection);
        connection = null;
      }
    } catch (SQLException e) {
      connection = null;
    } finally {
      lock.unlock();
    }
  }
}
