package dev.awa.chaos.lab;

import dev.awa.lab.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Can stop whoever writes certain rows in the middle of its transaction, by a trigger that waits
 * for a lock. Plant it before the load: a trigger on a table in use waits for others, and they for
 * it.
 */
public final class Barrier implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION public.chaos_barrier() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(4711, TG_ARGV[0]::integer);
        RETURN NULL;
      END $$\
      """;

  private final Connection holder;
  private final String event;
  private final int number;

  private Barrier(Connection holder, String event, int number) {
    this.holder = holder;
    this.event = event;
    this.number = number;
  }

  /**
   * Plants a barrier, which is open.
   *
   * @param event as in {@code INSERT ON awa.ring}
   * @param condition about {@code NEW} and {@code OLD}
   */
  static Barrier plant(String url, String event, String condition) throws SQLException {
    Connection holder = DriverManager.getConnection(url);
    Barrier barrier = new Barrier(holder, event, NUMBERS.incrementAndGet());
    try {
      barrier.execute(FUNCTION);
      barrier.execute(
          "CREATE TRIGGER chaos_barrier_%d AFTER %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION public.chaos_barrier(%d)"
              .formatted(barrier.number, event, condition, barrier.number));
      return barrier;
    } catch (SQLException e) {
      holder.close();
      throw e;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = holder.createStatement()) {
      statement.execute(sql);
    }
  }

  /** From now on it stops whoever comes. */
  public Barrier raise() throws SQLException {
    execute("SELECT pg_advisory_lock(4711, %d)".formatted(number));
    return this;
  }

  /** Lets everybody pass again. */
  public void open() throws SQLException {
    execute("SELECT pg_advisory_unlock(4711, %d)".formatted(number));
  }

  /** Waits until somebody stands before it. */
  public void await() {
    Eventually.holds(
        "somebody stands before the barrier: " + event, Lab.PATIENCE, () -> waiting() > 0);
  }

  private long waiting() throws SQLException {
    try (Statement statement = holder.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    + " AND classid = 4711 AND objsubid = 2 AND objid = "
                    + number
                    + " AND database = (SELECT oid FROM pg_database"
                    + " WHERE datname = current_database())")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Lets everybody pass for good; does nothing when the database has gone meanwhile. */
  @Override
  public void close() {
    try {
      holder.close();
    } catch (SQLException e) {
      // its lock has gone with it
    }
  }
}
