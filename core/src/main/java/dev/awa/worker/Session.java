package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Surrounding;
import dev.awa.event.ConnectionBack;
import dev.awa.event.ConnectionLost;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final Use use;
  private final Sessions sessions;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Borrowed connection;
  private volatile boolean own;
  private volatile boolean ended;
  private volatile @Nullable Opening opening;
  private @Nullable Long lostNanos;

  /**
   * What a connection is for. Where statements may take longer than the network may be silent, it
   * is asked before each call whether the server is there, and that has the network's time.
   *
   * @param purpose who uses it
   * @param networkTimeout how long it may take to connect, and to hear whether the server is there
   * @param patience how long a statement may take
   * @param lockTimeout how long it may wait for a lock
   */
  record Use(String purpose, Duration networkTimeout, Duration patience, Duration lockTimeout) {
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

    /** In which several million waiting runs are carried. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);

    /** For calls of the usual length, which wait for locks as long as that. */
    static Use usual(String purpose, Duration networkTimeout) {
      return new Use(purpose, networkTimeout, networkTimeout, networkTimeout);
    }

    /** For steps that may not wait for a lock for long, because others wait for their turn. */
    static Use impatient(String purpose, Duration networkTimeout) {
      return new Use(purpose, networkTimeout, networkTimeout, LOCK_PATIENCE);
    }

    /** For steps that may take long, and may not wait for a lock for long. */
    static Use lasting(String purpose, Duration networkTimeout) {
      Duration patience =
          networkTimeout.compareTo(LONG_PATIENCE) > 0 ? networkTimeout : LONG_PATIENCE;
      return new Use(purpose, networkTimeout, patience, LOCK_PATIENCE);
    }

    private boolean isPatient() {
      return patience.compareTo(networkTimeout) > 0;
    }
  }

  /** No connection yet. */
  Session(DataSource dataSource, Use use, Sessions sessions) {
    this.dataSource = dataSource;
    this.use = use;
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
      Borrowed borrowed = opened(use.networkTimeout());
      Connection open = borrowed.connection();
      if (ended) {
        throw nobodyWaits();
      }
      try {
        askWhetherItIsThere(borrowed);
        return call.on(open);
      } catch (Throwable e) {
        throwAwayIfBroken(open, e);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Opens the connection when there is none, if it can be had within that time. */
  void open(Duration within) throws SQLException {
    lock.lock();
    try {
      opened(within);
    } finally {
      lock.unlock();
    }
  }

  /** Asks a server that may take its time afterwards whether it is there. */
  private void askWhetherItIsThere(Borrowed open) throws SQLException {
    if (use.isPatient()) {
      open.ask(use.networkTimeout(), use.patience());
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

  private Borrowed opened(Duration within) throws SQLException {
    Borrowed open = connection;
    if (open == null) {
      open = prepared(taken(within));
      connection = open;
      tellBack();
    }
    return open;
  }

  private Connection taken(Duration within) throws SQLException {
    Opening one = new Opening(dataSource);
    opening = one;
    if (ended) {
      throw nobodyWaits();
    }
    return one.await(within);
  }

  private static SQLException nobodyWaits() {
    return new SQLException("nobody waits for the database any more", "08003");
  }

  private Borrowed prepared(Connection taken) throws SQLException {
    Borrowed borrowed = borrowed(taken);
    try {
      prepare(borrowed);
    } catch (Throwable e) {
      try {
        borrowed.giveBack();
      } catch (SQLException notGivenBack) {
        e.addSuppressed(notGivenBack);
      }
      throw e;
    }
    return borrowed;
  }

  /** Refuses one that is in a transaction already: whoever began that would have it committed. */
  private Borrowed borrowed(Connection taken) throws SQLException {
    try {
      Optional<String> surrounding = Surrounding.of(taken, dataSource);
      if (surrounding.isPresent()) {
        throw new SQLException(
            "the data source has handed out a connection of somebody else's transaction ("
                + surrounding.get()
                + "); a worker needs connections of its own: give it the pool itself",
            "25001");
      }
      return Borrowed.of(taken);
    } catch (Throwable e) {
      taken.close();
      throw e;
    }
  }

  private void prepare(Borrowed borrowed) throws SQLException {
    borrowed.use(use.networkTimeout());
    Sessions.Whose whose = sessions.of(borrowed.connection());
    own = whose == Sessions.Whose.OWN;
    if (own) {
      borrowed.furnish(use.networkTimeout(), use.patience(), use.lockTimeout());
    } else {
      borrowed.prepareNothing();
      if (whose == Sessions.Whose.LENT) {
        requireReadCommitted(borrowed.connection());
      }
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
      tellLost(cause);
      Engine.abort(broken);
      broken.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void tellLost(Throwable cause) {
    if (!ended) {
      lostNanos = System.nanoTime();
      sessions.tell(new ConnectionLost(use.purpose(), cause));
    }
  }

  private void tellBack() {
    if (lostNanos != null) {
      Duration after = Duration.ofNanos(System.nanoTime() - lostNanos);
      lostNanos = null;
      sessions.tell(new ConnectionBack(use.purpose(), after));
    }
  }

  /** Breaks off the call at work, if there is one. */
  void abort() {
    Borrowed open = connection;
    if (open != null) {
      try {
        Engine.abort(open.connection());
      } catch (SQLException e) {
        // it is gone already, which is what was wanted
      }
    }
  }

  /** Breaks off what is at work, and everything that comes later: nobody waits any more. */
  void end() {
    ended = true;
    Opening one = opening;
    if (one != null) {
      one.end(nobodyWaits());
    }
    abort();
  }

  /**
   * Gives the connection back; breaks off the call at work when it does not end within ten seconds.
   */
  @Override
  public void close() {
    if (!Undisturbed.within(CLOSING, left -> lock.tryLock(left.toNanos(), TimeUnit.NANOSECONDS))) {
      abort();
      return;
    }
    try {
      if (connection != null) {
        connection.giveBack();
        connection = null;
      }
    } catch (SQLException e) {
      connection = null;
    } finally {
      lock.unlock();
    }
  }
}
