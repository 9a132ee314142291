package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Rights;
import dev.awa.engine.Surrounding;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Runs calls on connections of a data source, or of the caller's, and gives failures a name.
 *
 * <p>A transaction is ended here only if it was begun here. A connection that the data source hands
 * out while it takes part in somebody else's transaction ({@link Surrounding}) is refused before
 * anything is done on it; or the call joins that transaction, if the client was told to and the
 * call can. Every other one is given back as it was taken, with no transaction open on it.
 */
final class Database {
  private static final String TO_DO =
      " Give the call that connection (enqueue(tx, ...)), or take a client that joins"
          + " (Awa.of(dataSource).joining()), or one of a data source that hands out connections of"
          + " their own: the pool itself";

  private static final String TO_DO_WHEN_JOINING =
      " It needs a transaction of its own: call it outside of that one, or on a client of a data"
          + " source that hands out connections of their own: the pool itself";

  private final DataSource dataSource;
  private final boolean joining;
  private final MissingRights missing;

  private Database(DataSource dataSource, boolean joining, MissingRights missing) {
    this.dataSource = dataSource;
    this.joining = joining;
    this.missing = missing;
  }

  /** For the calls of a producer. */
  static Database of(DataSource dataSource, Rights rights) {
    return new Database(dataSource, false, MissingRights.of(Duty.PRODUCER, rights));
  }

  /** The same that joins the transactions of others. */
  Database joining() {
    return new Database(dataSource, true, missing);
  }

  /** The same for calls that need the rights of another duty. */
  Database as(Duty other) {
    return new Database(dataSource, joining, MissingRights.of(other, missing.rights()));
  }

  /** The same for calls to which something else helps than a grant. */
  Database saying(String helps) {
    return new Database(
        dataSource, joining, new MissingRights(Duty.MIGRATOR, missing.rights(), helps));
  }

  /** What is done with a connection. */
  interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /** What is done with a connection when there is nothing to answer. */
  interface Action {
    void on(Connection connection) throws SQLException;
  }

  // --- calls that can join ---

  /** Runs an action of one statement: see {@link #call}. */
  void run(String what, Action action) {
    call(
        what,
        connection -> {
          action.on(connection);
          return true;
        });
  }

  /**
   * Runs a call that is all or nothing also on a connection that commits each statement. There it
   * saves the round trip of a commit; on others it is a transaction.
   */
  <T> T call(String what, Call<T> call) {
    return call(what, call, () -> {});
  }

  /** The same; {@code committed} runs after the commit, and not when a transaction was joined. */
  <T> T call(String what, Call<T> call, Runnable committed) {
    return joined(
        what,
        call,
        connection -> {
          T result = allOrNothing(connection, call);
          committed.run();
          return result;
        });
  }

  private static <T> T allOrNothing(Connection connection, Call<T> call) throws SQLException {
    return connection.getAutoCommit() ? call.on(connection) : committed(connection, call);
  }

  /** Runs a call of several statements in a transaction. */
  <T> T transaction(String what, Call<T> call) {
    return joined(what, call, connection -> transaction(connection, call));
  }

  /** The same; {@code committed} gets the answer after the commit, unless one was joined. */
  <T> T transaction(String what, Call<T> call, Consumer<? super T> committed) {
    return joined(
        what,
        call,
        connection -> {
          T result = transaction(connection, call);
          committed.accept(result);
          return result;
        });
  }

  private <T> T joined(String what, Call<T> inTheirs, Call<T> inOurs) {
    return taken(
        what,
        connection -> {
          Optional<String> surrounding = Surrounding.of(connection, dataSource);
          if (surrounding.isEmpty()) {
            refuseBeside(what);
            return inOurs.on(connection);
          }
          if (joining) {
            refuseAfterTheEnd(what);
            return inTheirs.on(connection);
          }
          throw refused(what, surrounding.get(), TO_DO);
        });
  }

  /**
   * Whoever wants to join means that transaction, and would not notice that the call is not in it.
   */
  private void refuseBeside(String what) {
    if (joining && Surrounding.isBeside(dataSource)) {
      throw new AwaException(
          "could not "
              + what
              + ": Spring's transaction on this thread has another connection of this data source,"
              + " so the call would be no part of it. Nothing was done. Make the client of new"
              + " TransactionAwareDataSourceProxy(dataSource)");
    }
  }

  private static void refuseAfterTheEnd(String what) {
    if (Surrounding.isAfterTheEnd()) {
      throw new AwaException(
          "could not "
              + what
              + ": Spring's transaction is over (afterCommit, afterCompletion), and nobody would"
              + " commit what is done on its connection. Nothing was done. Use a client of the pool"
              + " itself, or begin a transaction with REQUIRES_NEW");
    }
  }

  // --- calls that need transactions of their own ---

  /**
   * Runs a call in a transaction of its own that is READ COMMITTED whatever the data source says:
   * for whoever takes a lock and then looks.
   */
  <T> T readCommitted(String what, Call<T> call) {
    return apart(what, connection -> readCommitted(connection, call));
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

  /**
   * Runs a call in a transaction of its own in which nothing changes between a look and a change:
   * where another transaction came between, it fails with 40001.
   */
  <T> T snapshot(String what, Call<T> call) {
    return apart(
        what,
        connection ->
            transaction(
                connection,
                tx -> {
                  Engine.repeatableRead(tx);
                  return call.on(tx);
                }));
  }

  /** Runs a call that begins and ends its transactions itself. */
  <T> T apart(String what, Call<T> call) {
    return taken(
        what,
        connection -> {
          Optional<String> surrounding = Surrounding.of(connection, dataSource);
          if (surrounding.isPresent()) {
            throw refused(what, surrounding.get(), joining ? TO_DO_WHEN_JOINING : TO_DO);
          }
          return call.on(connection);
        });
  }

  /**
   * Runs looks for which the database has so long: see {@link Looks}.
   *
   * @throws IllegalArgumentException when that is less than a millisecond
   */
  <T> T within(String what, Duration within, Looks.Finding<T> finding) {
    if (within.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("within: must be 1 ms or more, got " + within);
    }
    return apart(what, connection -> Looks.on(connection, within, finding));
  }

  private static AwaException refused(String what, String surrounding, String toDo) {
    return new AwaException(
        "could not "
            + what
            + ": the data source has handed out a connection of somebody else's transaction ("
            + surrounding
            + "), which Awa would have to end. Nothing was done."
            + toDo);
  }

  // --- connections and transactions ---

  private <T> T taken(String what, Call<T> call) {
    try (Connection connection = dataSource.getConnection()) {
      try {
        return call.on(connection);
      } catch (SQLException e) {
        throw failed(what, e, missing.words(connection, e));
      }
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** Runs a call on the caller's connection, which is left as it is. */
  <T> T on(Connection tx, String what, Call<T> call) {
    try {
      return call.on(tx);
    } catch (SQLException e) {
      throw failed(what, e, missing.words(tx, e));
    }
  }

  static <T> T transaction(Connection connection, Call<T> call) throws SQLException {
    if (!connection.getAutoCommit()) {
      return committed(connection, call);
    }
    connection.setAutoCommit(false);
    T result;
    try {
      result = committed(connection, call);
    } catch (Throwable e) {
      commitEach(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  private static <T> T committed(Connection connection, Call<T> call) throws SQLException {
    try {
      T result = call.on(connection);
      commit(connection);
      return result;
    } catch (Throwable e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** The driver reports a commit of what has failed as done, and nothing is. */
  private static void commit(Connection connection) throws SQLException {
    if (Surrounding.hasFailed(connection)) {
      throw new SQLException(
          "a statement of the transaction failed, and whoever ran it went on; all of it is rolled"
              + " back",
          "25P02");
    }
    connection.commit();
  }

  /** A connection that can't be rolled back is thrown away: the next to use it would commit. */
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
      try {
        Engine.abort(connection);
      } catch (SQLException alsoFailed) {
        cause.addSuppressed(alsoFailed);
      }
    }
  }

  /** After a rollback: to turn autocommit on would commit what is open. */
  private static void commitEach(Connection connection, Throwable cause) {
    try {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  static AwaException failed(String what, SQLException e) {
    return failed(what, e, "");
  }

  private static AwaException failed(String what, SQLException e, String toDo) {
    return new AwaException(
        "could not "
            + what
            + ": "
            + Failures.words(e)
            + " (SQLSTATE "
            + e.getSQLState()
            + ")"
            + toDo,
        e);
  }
}
