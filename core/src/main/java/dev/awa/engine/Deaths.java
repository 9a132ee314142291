package dev.awa.engine;

import dev.awa.engine.Workers.Promise;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The end of a worker that did not leave: it is suspected, declared dead, and forgotten once
 * nothing of it is open. Who was declared dead is fenced: no claim and no closure of it commits
 * afterwards.
 */
public final class Deaths {
  private final Sql anySilent;
  private final Sql suspects;
  private final Sql declareDead;
  private final Sql keepers;
  private final Sql endKeeper;
  private final Sql dead;
  private final Sql forget;
  private final Sql declareLost;

  Deaths(String schema) {
    anySilent = Sql.of(schema, "workers/any_silent.sql");
    suspects = Sql.of(schema, "workers/suspects.sql");
    declareDead = Sql.of(schema, "workers/declare_dead.sql");
    keepers = Sql.of(schema, "locks/keepers.sql");
    endKeeper = Sql.of(schema, "locks/end_keeper.sql");
    dead = Sql.of(schema, "workers/dead.sql");
    forget = Sql.of(schema, "workers/forget_worker.sql");
    declareLost = Sql.of(schema, "workers/declare_lost.sql");
  }

  /**
   * A living worker that has been silent for a while, or whose last beat lies in the future.
   *
   * @param beatAt its last beat
   * @param silent how long ago that was by the clock of the database; negative for a beat in the
   *     future
   * @param lockFree whether the session lock that it keeps is free: its process has ended or lost
   *     its connection
   */
  public record Suspect(
      long id, Instant beatAt, Duration silent, boolean lockFree, Promise promise) {}

  /** What became of an attempt to declare a worker dead. */
  public enum Declared {
    DEAD,
    /** It has beaten since it was suspected, or has left. */
    ALIVE,
    /** A call of it keeps its lock at the server: see {@link #keepers}. */
    BUSY
  }

  /**
   * A server process that has the lock of a worker.
   *
   * @param role whose it is
   */
  public record Keeper(int pid, String role) {}

  /** A worker that was declared dead. */
  public record Dead(long id, String name) {}

  /** Whether a dead worker waits for its rescue, or one is to be suspected. */
  public boolean isAnySilent(Connection tx) throws SQLException {
    return anySilent.one(tx, row -> row.getBoolean(1));
  }

  /**
   * The living workers that have been silent for longer than their grace time, and those whose last
   * beat lies in the future.
   */
  public List<Suspect> suspects(Connection tx) throws SQLException {
    return suspects.list(
        tx,
        row ->
            new Suspect(
                row.getLong("worker_id"),
                row.getObject("beat_at", OffsetDateTime.class).toInstant(),
                Sql.some(row, "silent"),
                row.getBoolean("lock_free"),
                new Promise(
                    Sql.some(row, "beat"), Sql.some(row, "lease"), Sql.some(row, "death_grace"))));
  }

  /**
   * Fences a worker off, unless it has beaten since it was suspected.
   *
   * @param patience how long to wait for calls of it that still run; zero for not at all
   */
  public Declared declareDead(Connection tx, Lead lead, Suspect suspect, Duration patience)
      throws SQLException {
    return declareDead.one(
        tx,
        row -> Declared.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        lead.workerId(),
        lead.term(),
        suspect.id(),
        suspect.beatAt(),
        patience);
  }

  /** The server processes that have the lock of a worker now. */
  public List<Keeper> keepers(Connection tx, long id) throws SQLException {
    return keepers.list(tx, row -> new Keeper(row.getInt("pid"), row.getString("role")), id);
  }

  /**
   * Ends a server process that keeps the lock of a worker that is dead, or is to be declared dead;
   * whether it was told to end.
   *
   * @param beatAt the beat since which the worker is silent; null for one that was declared dead
   * @throws SQLException with SQLSTATE {@link Failures#NOT_ALLOWED} when it is another role's
   */
  public boolean endKeeper(
      Connection tx, Lead lead, long id, @Nullable Instant beatAt, Keeper keeper)
      throws SQLException {
    return endKeeper.one(
        tx, row -> row.getBoolean(1), lead.workerId(), lead.term(), id, beatAt, keeper.pid());
  }

  /** The workers that were declared dead and are not rescued yet. */
  public List<Dead> dead(Connection tx) throws SQLException {
    return dead.list(tx, row -> new Dead(row.getLong("id"), row.getString("name")));
  }

  /** Takes a dead worker out of the list; false while it has an open claim anywhere. */
  public boolean forget(Connection tx, Lead lead, long id) throws SQLException {
    return forget.one(tx, row -> row.getBoolean(1), lead.workerId(), lead.term(), id);
  }

  /**
   * Workers that were found to have open claims and not to be known.
   *
   * @param cameTo the lane that the look came to; empty when there are no others
   */
  public record Lost(List<Long> workers, OptionalInt cameTo) {}

  /**
   * Makes workers known, as dead ones, that have open claims and are not in the list: they are to
   * be rescued.
   *
   * @param after the lane that the look before came to; zero for the first
   * @param lanes how many are looked at
   */
  public Lost declareLost(Connection tx, Lead lead, int after, int lanes) throws SQLException {
    return declareLost.one(
        tx,
        row ->
            new Lost(
                List.of((Long[]) row.getArray("workers").getArray()),
                Columns.number(row, "came_to")),
        lead.workerId(),
        lead.term(),
        after,
        lanes);
  }
}
