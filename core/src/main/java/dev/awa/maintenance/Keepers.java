package dev.awa.maintenance;

import dev.awa.engine.Deaths;
import dev.awa.engine.Deaths.Keeper;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.event.SessionEnded;
import dev.awa.event.SessionNotEnded;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The server processes that keep the locks of workers that are dead, or are to be declared dead. A
 * claim keeps the locks of its worker and its stripe until its answer is sent; when the client
 * stands still, or the network swallows the answer, that is for ever, and neither can the worker be
 * rescued nor anybody else claim. So whoever keeps such a lock at two tries in a row is ended; its
 * transaction is rolled back. One that the role may not end is announced, with what to do.
 *
 * <p>A worker whose lock could not be had is tried again with the next step, then after a second,
 * then after twice as long each time, half a minute at most.
 */
final class Keepers {
  private static final long FIRST_REST = Duration.ofSeconds(1).toNanos();
  private static final int LONGEST_REST = 5; // doublings

  private final Deaths deaths;
  private final Consumer<? super Event> events;
  private final LongSupplier nanos;
  private final Map<Long, Blocked> blocked = new HashMap<>();

  /**
   * Nobody keeps a lock.
   *
   * @param nanos the time in nanoseconds; only differences count
   */
  Keepers(Deaths deaths, Consumer<? super Event> events, LongSupplier nanos) {
    this.deaths = deaths;
    this.events = events;
    this.nanos = nanos;
  }

  /**
   * What was seen when the lock of a worker could not be had.
   *
   * @param keepers who had it
   * @param tries how often in a row
   * @param until when it may be tried again
   */
  private record Blocked(List<Keeper> keepers, int tries, long until) {}

  /** Whether the lock of a worker is worth a try now. */
  boolean mayTry(long worker) {
    Blocked last = blocked.get(worker);
    return last == null || nanos.getAsLong() - last.until() >= 0;
  }

  /** The lock of a worker could be had, or is not wanted any more. */
  void letGo(long worker) {
    blocked.remove(worker);
  }

  /** No lock is wanted any more. */
  void forget() {
    blocked.clear();
  }

  /**
   * The lock of a worker could not be had.
   *
   * @param beatAt the beat since which it is silent; null: it was declared dead
   */
  void blocked(Connection connection, Lead lead, long worker, @Nullable Instant beatAt)
      throws SQLException {
    Blocked last = blocked.get(worker);
    int tries = last == null ? 1 : last.tries() + 1;
    List<Keeper> now = deaths.keepers(connection, worker);
    boolean ended = false;
    for (Keeper keeper : now) {
      if (last != null && last.keepers().contains(keeper)) {
        ended |= end(connection, lead, worker, beatAt, keeper, tries);
      }
    }
    long rest = ended || tries == 1 ? 0 : FIRST_REST << Math.min(LONGEST_REST, tries - 2);
    blocked.put(worker, new Blocked(now, tries, nanos.getAsLong() + rest));
  }

  private boolean end(
      Connection connection,
      Lead lead,
      long worker,
      @Nullable Instant beatAt,
      Keeper keeper,
      int tries)
      throws SQLException {
    try {
      boolean ended = deaths.endKeeper(connection, lead, worker, beatAt, keeper);
      if (ended) {
        events.accept(new SessionEnded(keeper.pid(), worker));
      }
      return ended;
    } catch (SQLException e) {
      if (!Failures.NOT_ALLOWED.equals(e.getSQLState())) {
        throw e;
      }
      if (isWorthSaying(tries)) {
        events.accept(new SessionNotEnded(keeper.pid(), keeper.role(), worker));
      }
      return false;
    }
  }

  /** The first time, and then each time that the tries have doubled. */
  private static boolean isWorthSaying(int tries) {
    return Integer.bitCount(tries) == 1;
  }
}
