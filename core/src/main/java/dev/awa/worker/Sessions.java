package dev.awa.worker;

import dev.awa.event.PoolerFound;
import dev.awa.event.WorkerEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Tells whose the server's sessions are that a worker speaks to. A pooler in between lends them:
 * for as long as the connection lives, or to somebody else after each transaction. What is left
 * behind in a session that was lent (a setting, a lock, a LISTEN) is lost to the worker and stays
 * with strangers, so nothing is left in one.
 */
final class Sessions {

  /** So often two connections are asked in turn; a pooler that shares is found out at once. */
  private static final int ROUNDS = 4;

  private final WorkerConfig config;
  private final Events events;
  private volatile boolean known;
  private volatile boolean shared;

  Sessions(WorkerConfig config, Events events) {
    this.config = config;
    this.events = events;
  }

  /** Whose session a connection speaks to. */
  enum Whose {
    /** Nobody has looked yet. */
    UNKNOWN,
    /** The connection's own, until it ends. */
    OWN,
    /** A pooler's, which has lent it. */
    LENT
  }

  /** Announces what has become of a connection. */
  void tell(WorkerEvent event) {
    events.accept(event);
  }

  /** Whether it was seen that sessions change hands between two transactions. */
  boolean areShared() {
    return shared;
  }

  Whose of(Connection connection) throws SQLException {
    if (!known) {
      return Whose.UNKNOWN;
    }
    return !shared && isDirect(connection) ? Whose.OWN : Whose.LENT;
  }

  /**
   * Looks whether a pooler shares sessions, with two connections and without leaving anything in
   * them; announces it when it is seen for the first time.
   */
  void look(Connection one, Connection other) throws SQLException {
    refuseOne(one, other);
    if (!shared && share(one, other)) {
      shared = true;
      events.accept(new PoolerFound(config.poll(), config.lease()));
    }
    known = true;
  }

  /** A data source that has one connection for all can't serve loops that run side by side. */
  @SuppressWarnings("ReferenceEquality") // it is about who speaks, not about what is equal
  private static void refuseOne(Connection one, Connection other) throws SQLException {
    if (one.unwrap(PGConnection.class) == other.unwrap(PGConnection.class)) {
      throw new SQLException(
          "the data source has handed out the same connection twice; a worker needs connections"
              + " of its own: give it a pool, or a data source that opens a new one each time",
          "25001");
    }
  }

  /**
   * Sessions are shared when a connection speaks to two server processes, or two connections to
   * one. Most poolers lend the session that came back last, others each in turn: asking one twice
   * and then the other shows both.
   */
  private static boolean share(Connection one, Connection other) throws SQLException {
    Set<Integer> ofOne = new HashSet<>();
    Set<Integer> ofOther = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      ofOne.add(serverProcess(one));
      ofOne.add(serverProcess(one));
      ofOther.add(serverProcess(other));
      if (ofOne.size() > 1 || ofOther.size() > 1 || ofOne.equals(ofOther)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the connection speaks to the server process that it was opened to. A pooler makes up a
   * process of its own, whether it shares sessions or not.
   */
  private static boolean isDirect(Connection connection) throws SQLException {
    return serverProcess(connection) == connection.unwrap(PGConnection.class).getBackendPID();
  }

  private static int serverProcess(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
