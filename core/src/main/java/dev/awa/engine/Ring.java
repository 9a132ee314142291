package dev.awa.engine;

import dev.awa.StorageStatus.Holder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ring of segments that the logs are cut into. */
public final class Ring {
  /** How many slots the ring has. */
  public static final int SLOTS = 16;

  /** A transaction that keeps its locks for so long is no claim and no flush. */
  private static final Duration WHILE = Duration.ofMillis(20);

  private final Sql generations;
  private final Sql rotate;
  private final Sql drained;
  private final Sql prune;
  private final Sql pruneServedSince;
  private final Sql carry;
  private final Sql unreadable;
  private final Sql sweepCarry;
  private final Sql holders;
  private final Sql keepHistory;
  private final Sql publishHead;
  private final Sql time;

  Ring(String schema) {
    generations = Sql.of(schema, "ring/generations.sql");
    rotate = Sql.of(schema, "ring/rotate.sql");
    drained = Sql.of(schema, "ring/drained.sql");
    prune = Sql.of(schema, "ring/prune.sql");
    pruneServedSince = Sql.of(schema, "ring/prune_served_since.sql");
    carry = Sql.of(schema, "carry/carry.sql");
    unreadable = Sql.of(schema, "ring/unreadable.sql");
    sweepCarry = Sql.of(schema, "carry/sweep_carry.sql");
    holders = Sql.of(schema, "locks/long_holders.sql");
    keepHistory = Sql.of(schema, "ring/keep_history.sql");
    publishHead = Sql.of(schema, "ring/publish_head.sql");
    time = Sql.of(schema, "ring/time.sql");
  }

  /** One turn of a slot: the partitions of the slot belong to it until it is pruned. */
  public record Generation(long number, short slot) {
    /** Whether these are the carry partitions, which belong to no segment. */
    public boolean isCarry() {
      return slot < 0;
    }
  }

  /** What became of an attempt to empty the oldest segment. */
  public enum Emptying {
    PRUNED,
    CARRIED,
    /** Runs wait in it. */
    WAITING,
    /** Claims of it are open. */
    OPEN,
    /** A worker has not announced yet that it lets go of it, or a dead one is not rescued. */
    HELD,
    /**
     * Somebody holds a lock on one of its partitions. Trying again, or waiting for the lock, may
     * help.
     */
    BLOCKED
  }

  /**
   * The generations that hold a slot, oldest first; the carry partitions before them. The last one
   * is current.
   */
  public List<Generation> generations(Connection tx) throws SQLException {
    return generations.list(tx, row -> new Generation(row.getLong("gen"), row.getShort("slot")));
  }

  /**
   * Lets writers use the newest generation; to be called in a transaction after the one that
   * rotated.
   */
  public void publishHead(Connection tx) throws SQLException {
    publishHead.list(tx, row -> "");
  }

  /** Opens the next segment when the current one is old or large enough; whether it did. */
  public boolean rotate(Connection tx, Lead lead) throws SQLException {
    return rotate.one(tx, row -> row.getBoolean(1), lead.workerId(), lead.term());
  }

  /** A snapshot as of which no run waits in the generation; empty when some wait. */
  public Optional<String> drained(Connection tx, Generation generation) throws SQLException {
    return Optional.ofNullable(nullable(tx, drained, generation.number()));
  }

  private static @Nullable String nullable(Connection tx, Sql sql, long generation)
      throws SQLException {
    List<Optional<String>> answers =
        sql.list(tx, row -> Optional.ofNullable(row.getString(1)), generation);
    return answers.getFirst().orElse(null);
  }

  /** A moment in the life of the database: its time, and the timeline that it is of. */
  public record Moment(Instant at, String timeline) {}

  /** The moment of the database that is now. */
  public Moment now(Connection tx) throws SQLException {
    return time.one(
        tx,
        row ->
            new Moment(
                row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("timeline")));
  }

  /** For how much longer the finished history of a generation is kept; zero when it need not be. */
  public Duration keepsHistoryFor(Connection tx, Generation generation) throws SQLException {
    Duration left =
        keepHistory
            .first(tx, row -> Optional.ofNullable(Sql.duration(row, "rest")), generation.number())
            .flatMap(found -> found)
            .orElse(Duration.ZERO);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Truncates the oldest generation when nothing in it is alive.
   *
   * @param drained as of when it was found drained
   * @param patience how long to wait for the locks, and how long a transaction must have been seen
   *     to have them for nobody to wait; zero for not at all
   */
  public Emptying prune(
      Connection tx, Lead lead, Generation generation, String drained, Duration patience)
      throws SQLException {
    return prune.one(
        tx,
        row -> Emptying.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        lead.workerId(),
        lead.term(),
        generation.number(),
        drained,
        patience);
  }

  /**
   * That a generation was found drained.
   *
   * @param asOf the snapshot that shows it
   * @param at a moment of the database, a little earlier
   * @param ago how long ago that was, by the clock of whoever found it
   */
  public record Drained(String asOf, Moment at, Duration ago) {}

  /**
   * The same on a connection that may outlive a crash of the database: {@link Emptying#WAITING}
   * unless its server process was there when the generation was found drained.
   */
  public Emptying pruneServedSince(
      Connection tx, Lead lead, Generation generation, Drained drained, Duration patience)
      throws SQLException {
    return pruneServedSince.one(
        tx,
        row -> Emptying.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        drained.at().at(),
        drained.at().timeline(),
        drained.ago(),
        lead.workerId(),
        lead.term(),
        generation.number(),
        drained.asOf(),
        patience);
  }

  /**
   * Moves what is alive out of the oldest generation and truncates it.
   *
   * @throws SQLException for which {@link Failures#isOfDamage} holds when a run can't be read
   */
  public Emptying carry(Connection tx, Lead lead, Generation generation, Duration patience)
      throws SQLException {
    return carry(tx, lead, generation, patience, Map.of());
  }

  /** The runs of a generation that can't be read, and why. Reads every row of it. */
  public Map<Long, String> unreadable(Connection tx, Generation generation) throws SQLException {
    return Unreadable.asked(tx, unreadable, generation.slot());
  }

  /** Carries, some runs without what can't be read of them. */
  public Emptying carry(
      Connection tx, Lead lead, Generation generation, Duration patience, Map<Long, String> without)
      throws SQLException {
    try {
      return carry.one(
          tx,
          row -> Emptying.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
          lead.workerId(),
          lead.term(),
          generation.number(),
          patience,
          Unreadable.ids(without));
    } catch (SQLException e) {
      if (Failures.isBlocked(e)) {
        return Emptying.BLOCKED;
      }
      throw e;
    }
  }

  /** Takes up to {@code limit} finished rows out of the carry partitions; how many it took. */
  public long sweepCarry(Connection tx, Lead lead, int limit) throws SQLException {
    return sweepCarry.one(tx, row -> row.getLong(1), lead.workerId(), lead.term(), limit);
  }

  /**
   * The transactions that keep a segment from being emptied because they stay open, longest first;
   * a claim or a flush is none, a long step of maintenance is one.
   */
  public List<Holder> holders(Connection tx, Generation generation) throws SQLException {
    return holders.list(tx, Ring::holder, generation.slot(), WHILE);
  }

  private static Holder holder(ResultSet row) throws SQLException {
    return new Holder(
        row.getObject("pid", Integer.class),
        row.getString("prepared"),
        row.getString("application"),
        row.getString("username"),
        row.getString("state"),
        Sql.duration(row, "open_for"),
        row.getBoolean("wrote"),
        row.getString("step"));
  }
}
