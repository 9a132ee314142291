package dev.awa.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Whoever is seen to wait for a lock of a table while something is done. */
public final class LockWaits {
  private static final int FEWEST_LOOKS = 15;

  private LockWaits() {}

  /** Something that is done meanwhile. */
  public interface Work {
    void run() throws SQLException;
  }

  /** The tables and the locks that somebody in the database of a queue waited for. */
  public static List<String> during(TestQueue queue, Work work) throws Exception {
    List<String> seen = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    try (Connection watch = queue.connect()) {
      Thread watching =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!over.get()) {
                    seen.addAll(waiting(watch));
                    looks.incrementAndGet();
                  }
                } catch (SQLException e) {
                  seen.add(e.getMessage());
                }
              });
      try {
        work.run();
      } finally {
        over.set(true);
        watching.join();
      }
    }
    assertThat(looks.get()).as("looks").isGreaterThan(FEWEST_LOOKS);
    return seen;
  }

  private static List<String> waiting(Connection watch) throws SQLException {
    return TestQueue.texts(
        watch,
        """
        SELECT l.relation::regclass || ' ' || l.mode
        FROM pg_locks l
        WHERE NOT l.granted AND l.locktype = 'relation'
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """);
  }
}
