package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again whether anybody waits for the lock of a table. */
final class LockLooks implements AutoCloseable {
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event = 'relation'";

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean over;
  private final AtomicLong looks = new AtomicLong();
  private final AtomicLong waits = new AtomicLong();

  private LockLooks() {}

  /** Begins to look, with a pause between two looks. */
  static LockLooks begin(BenchQueue queue, long pauseNanos) {
    LockLooks looks = new LockLooks();
    Thread.ofPlatform().daemon().name("lock looks").start(() -> looks.look(queue, pauseNanos));
    return looks;
  }

  private void look(BenchQueue queue, long pauseNanos) {
    try (Connection session = queue.connect()) {
      while (!over) {
        waits.addAndGet(BenchQueue.number(session, WAITING) > 0 ? 1 : 0);
        looks.incrementAndGet();
        LockSupport.parkNanos(pauseNanos);
      }
      ended.complete(null);
    } catch (SQLException | RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  /** How often it has looked. */
  long looks() {
    return looks.get();
  }

  /** How often somebody waited. */
  long waits() {
    return waits.get();
  }

  /**
   * Looks no more.
   *
   * @throws CompletionException if looking failed
   */
  @Override
  public void close() {
    over = true;
    ended.join();
  }
}
