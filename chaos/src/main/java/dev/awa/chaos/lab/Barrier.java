package dev.awa.chaos.lab;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Stops whoever writes certain rows in the middle of its transaction, by a trigger that waits for a
 * lock, until it is opened.
 */
public final class Barrier implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION public.chaos_barrier() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(4711, 1);
        RETURN NULL;
      END $$\
      """;

  private final Connection holder;
  private final String event;

  private Barrier(Connection holder, String event) {
    this.holder = holder;
    this.event = event;
  }

  /**
   * Plants a barrier.
   *
   * @param event as in {@code INSERT ON awa.ring}
   * @param condition about {@code NEW} and {@code OLD}
   */
  static Barrier plant(String url, String event, String condition) throws SQLException {
    Connection holder = DriverManager.getConnection(url);
    try (Statement statement = holder.createStatement()) {
      statement.execute(FUNCTION);
      statement.execute("SELECT pg_advisory_lock(4711, 1)");
      String table = event.substring(event.lastIndexOf(' ') + 1);
      statement.execute("DROP TRIGGER IF EXISTS chaos_barrier ON " + table);
      statement.execute(
          "CREATE TRIGGER chaos_barrier AFTER %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION public.chaos_barrier()"
              .formatted(event, condition));
      return new Barrier(holder, event);
    } catch (SQLException e) {
      holder.close();
      throw e;
    }
  }

  /** Waits until somebody stands before it. */
  public void await() {
    Wait.until("somebody stands before the barrier: " + event, PATIENCE, () -> waiting() > 0);
  }

  /** How many stand before it. */
  public long waiting() throws SQLException {
    try (Statement statement = holder.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    + " AND classid = 4711 AND objid = 1 AND objsubid = 2"
                    + " AND database = (SELECT oid FROM pg_database"
                    + " WHERE datname = current_database())")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Lets everybody pass; does nothing when the database has gone meanwhile. */
  @Override
  public void close() {
    try {
      holder.close();
    } catch (SQLException e) {
      // its lock has gone with it
    }
  }
}
