package dev.awa.bench.compare;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.peer.Site;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sessions that hold old snapshots. */
final class Snapshots implements AutoCloseable {
  private static final String LARGEST =
      "SELECT relid::regclass::text FROM pg_stat_user_tables"
          + " ORDER BY pg_table_size(relid) DESC LIMIT 1";
  private static final int READERS = 3;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> sessions = new ArrayList<>();
  private volatile boolean stopped;

  /** Who holds them. */
  enum Kind {
    /** One REPEATABLE READ transaction all the time. */
    HELD("a transaction held"),
    /** Three sessions that count the largest table in REPEATABLE READ transactions that overlap. */
    READERS("three readers");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * Returns once the first snapshot is held. The transactions of readers last for the time given.
   */
  static Snapshots hold(Site site, Kind kind, Duration time) throws SQLException {
    Snapshots snapshots = new Snapshots();
    int sessions = kind == Kind.HELD ? 1 : READERS;
    for (int i = 0; i < sessions; i++) {
      Connection connection = begun(site);
      Duration wait = time.multipliedBy(i).dividedBy(sessions);
      snapshots.sessions.add(
          snapshots.threads.submit(() -> snapshots.read(connection, kind, time.plus(wait), time)));
    }
    return snapshots;
  }

  private static Connection begun(Site site) throws SQLException {
    Connection connection = site.connect();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    BenchQueue.number(connection, "SELECT count(*) FROM business");
    return connection;
  }

  /**
   * The first transaction lasts longer in each session than in the one before, so that they
   * overlap.
   */
  private Void read(Connection connection, Kind kind, Duration first, Duration others)
      throws SQLException, InterruptedException {
    try (connection) {
      long end = System.nanoTime() + first.toNanos();
      while (!stopped) {
        if (kind == Kind.READERS) {
          count(connection);
          if (System.nanoTime() > end) {
            connection.commit();
            end = System.nanoTime() + others.toNanos();
          }
        }
        Thread.sleep(100);
      }
      connection.rollback();
    }
    return null;
  }

  private static void count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LARGEST)) {
      row.next();
      BenchQueue.number(connection, "SELECT count(*) FROM " + row.getString(1));
    }
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    stopped = true;
    try {
      for (Future<?> session : sessions) {
        session.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
