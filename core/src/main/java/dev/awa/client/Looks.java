package dev.awa.client;

import dev.awa.engine.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Looks on one connection that have some time together, each in a transaction of its own. */
final class Looks {
  /** A server that was told to give up and does not answer is given up so much later. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Connection connection;
  private final Duration within;
  private final long begunNanos = System.nanoTime();

  private Looks(Connection connection, Duration within) {
    this.connection = connection;
    this.within = within;
  }

  /** What is found out in several looks. */
  interface Finding<T> {
    T by(Looks looks) throws SQLException;
  }

  /** Takes looks. The connection is given back as it was, unless it was broken off. */
  static <T> T on(Connection connection, Duration within, Finding<T> finding) throws SQLException {
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, millis(within.plus(SILENCE)));
    try {
      return finding.by(new Looks(connection, within));
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }

  private static int millis(Duration time) {
    return (int) Math.min(time.toMillis(), Integer.MAX_VALUE);
  }

  /** One of them; the server ends it when the time is over. */
  <T> T at(Database.Call<T> call) throws SQLException {
    return at(call, 1);
  }

  /** One that may take such a part of the time: a quarter for 4, and never more than is left. */
  <T> T at(Database.Call<T> call, int part) throws SQLException {
    Duration left = within.minus(spent());
    Duration most = within.dividedBy(part);
    return Database.transaction(
        connection,
        tx -> {
          Engine.readCommitted(tx, most.compareTo(left) < 0 ? most : left);
          return call.on(tx);
        });
  }

  /** Half of the time is over: the other half is for a look that takes long. */
  boolean areEnough() {
    return spent().compareTo(within.dividedBy(2)) >= 0;
  }

  private Duration spent() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }
}
