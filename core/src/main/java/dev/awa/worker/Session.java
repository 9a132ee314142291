package dev.awa.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection that one loop keeps for itself: in autocommit, READ COMMITTED (each statement of the
 * engine needs a fresh snapshot after its locks) and with a network timeout on both ends, without
 * which a call hangs for minutes when the network swallows packets. A connection that failed is
 * thrown away; the next call opens another.
 *
 * <p>The session that a pooler has lent is taken as it is: what is set in it would be lost to the
 * next call and would stay with whoever is lent the session then.
 */
final class Session implements AutoCloseable {
  /** Runs at once on the timer thread of the driver: it only closes a socket. */
  private static final Executor DIRECT = Runnable::run;

  private static final Duration CLOSING = Duration.ofSeconds(10);

  /** What is as long as the network timeout in a session of our own. */
  private static final List<String> SETTINGS =
      List.of("statement_timeout", "idle_in_transaction_session_timeout", "tcp_user_timeout");

  private final DataSource dataSource;
  private final Duration networkTimeout;
  private final Duration patience;
  private final Duration lockTimeout;
  private final Sessions sessions;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Connection connection;
  private volatile boolean own;
  private volatile boolean ended;
  private volatile @Nullable CompletableFuture<Connection> beingOpened;

  /**
   * No connection yet, for calls of the usual length.
   *
   * @param networkTimeout how long a call may take
   * @param lockTimeout how long it may wait for a lock
   */
  Session(DataSource dataSource, Duration networkTimeout, Duration lockTimeout, Sessions sessions) {
    this(dataSource, networkTimeout, networkTimeout, lockTimeout, sessions);
  }

  /**
   * No connection yet, for statements that may take longer than the network may be silent: whether
   * the server is there is asked before each call, and that has the usual time.
   *
   * @param networkTimeout how long it may take to connect, and to hear whether the server is there
   * @param patience how long a statement may take
   */
  Session(
      DataSource dataSource,
      Duration networkTimeout,
      Duration patience,
      Duration lockTimeout,
      Sessions sessions) {
    this.dataSource = dataSource;
    this.networkTimeout = networkTimeout;
    this.patience = patience;
    this.lockTimeout = lockTimeout;
    this.sessions = sessions;
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
      if (ended) {
        throw new SQLException("nobody waits for the database any more", "08003");
      }
      try {
        listenFor(open);
        return call.on(open);
      } catch (Throwable e) {
        throwAwayIfBroken(open, e);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks a server that may take its time afterwards whether it is there. */
  private void listenFor(Connection open) throws SQLException {
    if (patience.compareTo(networkTimeout) > 0) {
      open.setNetworkTimeout(DIRECT, Math.toIntExact(networkTimeout.toMillis()));
      execute(open, "SELECT 1");
      open.setNetworkTimeout(DIRECT, Math.toIntExact(patience.toMillis()));
    }
  }

  /**
   * Whether what is left in the server's session (a lock, a LISTEN) is found there by the next call
   * on the same connection.
   */
  boolean isOwn() {
    return own && !sessions.areShared();
  }

  /** Whether there is a connection: a call would not open one first. */
  boolean isOpen() {
    return connection != null;
  }

  private Connection opened() throws SQLException {
    if (connection == null) {
      Connection opening = open();
      try {
        prepare(opening);
      } catch (Throwable e) {
        opening.close();
        throw e;
      }
      connection = opening;
    }
    return connection;
  }

  /**
   * A new connection, within the network timeout: the driver itself may wait for ever when the
   * network swallows packets while it connects. A connection that comes too late is closed by
   * whoever opened it: a platform thread, because handlers may occupy every carrier of the virtual
   * ones.
   */
  private Connection open() throws SQLException {
    CompletableFuture<Connection> opening = new CompletableFuture<>();
    beingOpened = opening;
    if (ended) {
      throw new SQLException("nobody waits for the database any more", "08003");
    }
    Loop.thread(Thread.currentThread().getName() + " connecting", () -> openInto(opening)).start();
    try {
      return opening.get(networkTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException refused
          ? refused
          : new SQLException("could not open a connection", "08001", e.getCause());
    } catch (TimeoutException e) {
      opening.completeExceptionally(e);
      closeLate(opening);
      throw new SQLException("no connection within " + networkTimeout, "08001", e);
    } catch (InterruptedException e) {
      opening.completeExceptionally(e);
      closeLate(opening);
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while opening a connection", "08001", e);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // who takes it from the future closes it
  private void openInto(CompletableFuture<Connection> opening) {
    try {
      Connection opened = dataSource.getConnection();
      if (!opening.complete(opened)) {
        opened.close();
      }
    } catch (Throwable e) {
      opening.completeExceptionally(e);
    }
  }

  /** It may have come in the very moment in which it was given up. */
  private static void closeLate(CompletableFuture<Connection> opening) throws SQLException {
    if (!opening.isCompletedExceptionally()) {
      opening.join().close();
    }
  }

  private void prepare(Connection opening) throws SQLException {
    opening.setNetworkTimeout(DIRECT, Math.toIntExact(networkTimeout.toMillis()));
    opening.setAutoCommit(true);
    Sessions.Whose whose = sessions.of(opening);
    own = whose == Sessions.Whose.OWN;
    if (own) {
      furnish(opening);
    } else {
      opening.unwrap(PGConnection.class).setPrepareThreshold(0); // statements stay in a session
      if (whose == Sessions.Whose.LENT) {
        requireReadCommitted(opening);
      }
    }
  }

  /**
   * What this process gives up the server gives up too. A call that takes longer than its patience,
   * mostly the network timeout, is cancelled; an answer that the network swallows, or that nobody
   * reads, ends the server's process (Linux; elsewhere that setting does nothing), and its locks
   * with it.
   */
  private void furnish(Connection opening) throws SQLException {
    if (opening.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
      opening.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    StringBuilder settings = new StringBuilder();
    SETTINGS.forEach(
        name -> settings.append("SET " + name + " = " + networkTimeout.toMillis() + "; "));
    settings.append("SET statement_timeout = " + patience.toMillis() + "; ");
    settings.append("SET lock_timeout = " + lockTimeout.toMillis());
    settings.append("; SET idle_session_timeout = 0");
    execute(opening, settings.toString());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void requireReadCommitted(Connection lent) throws SQLException {
    if (lent.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
      throw new SQLException(
          "behind a pooler the default isolation of the role must be READ COMMITTED, and it is not;"
              + " ALTER ROLE ... SET default_transaction_isolation = 'read committed'",
          "25001");
    }
  }

  /**
   * Whether a failure is of the connection and not of what was asked for: the next call needs
   * another one.
   */
  static boolean isLost(Connection connection, SQLException failure) throws SQLException {
    String state = failure.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25006")
        || connection.isClosed();
  }

  private void throwAwayIfBroken(Connection broken, Throwable cause) {
    try {
      if (cause instanceof SQLException failure && !isLost(broken, failure)) {
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
  private void giveBack(Connection open) throws SQLException {
    try (open) {
      if (isOwn()) {
        StringBuilder tidying = new StringBuilder("UNLISTEN *");
        SETTINGS.forEach(name -> tidying.append("; RESET " + name));
        execute(open, tidying + "; RESET lock_timeout; RESET idle_session_timeout");
      }
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

  /** Breaks off what is at work, and everything that comes later: nobody waits any more. */
  void end() {
    ended = true;
    CompletableFuture<Connection> opening = beingOpened;
    if (opening != null) {
      opening.completeExceptionally(
          new SQLException("nobody waits for the database any more", "08003"));
    }
    abort();
  }

  /**
   * Gives the connection back; breaks off the call at work when it does not end within ten seconds.
   */
  @Override
  public void close() {
    try {
      if (!lock.tryLock(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        abort();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort();
      return;
    }
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
