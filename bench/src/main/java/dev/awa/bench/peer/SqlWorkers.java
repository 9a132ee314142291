package dev.awa.bench.peer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that work on a queue which is nothing but SQL, over a connection each. One whose
 * connection breaks connects again; closing stops them.
 */
final class SqlWorkers implements AutoCloseable {
  /** How long one rests that found nothing. */
  static final long REST_MILLIS = 10;

  private static final long RECONNECT_MILLIS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(SqlWorkers.class);

  private final String queue;
  private final Site site;
  private final Hand hand;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What is done over a connection. */
  interface Hand {
    Step on(Connection connection) throws SQLException;
  }

  /** What is done over and over; answers how many jobs it found. */
  interface Step {
    int take() throws SQLException, InterruptedException;
  }

  private SqlWorkers(String queue, Site site, Hand hand) {
    this.queue = queue;
    this.site = site;
    this.hand = hand;
  }

  /** Starts so many of them. */
  static SqlWorkers start(String queue, Site site, int workers, Hand hand) {
    SqlWorkers all = new SqlWorkers(queue, site, hand);
    for (int i = 0; i < workers; i++) {
      all.threads.execute(all::work);
    }
    return all;
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          connectAndWork();
        } catch (SQLException e) {
          LOG.warn("{} connects again: {}", queue, e.getMessage());
          Thread.sleep(RECONNECT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was stopped
    }
  }

  private void connectAndWork() throws SQLException, InterruptedException {
    try (Connection connection = site.connect()) {
      Step step = hand.on(connection);
      while (!Thread.currentThread().isInterrupted()) {
        if (step.take() == 0) {
          Thread.sleep(REST_MILLIS);
        }
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(queue + ": a worker does not stop");
    }
  }
}
