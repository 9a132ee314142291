package dev.awa.worker;

import dev.awa.StorageStatus.Holder;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.engine.UniqueKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ring turning: rotates, prunes the oldest segment when nothing in it is alive and its
 * history need not be kept, and carries what is alive out of it when the ring runs out of slots.
 *
 * <p>The first tries for the locks do not wait, because a queued lock makes every worker wait
 * behind it; after several blocked ones a try may wait for 50 ms, because under steady claims those
 * that do not wait never succeed. Nobody waits for a transaction that stays open: see {@link
 * Standstill}.
 */
final class Janitor {
  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
  private static final int NEARLY_FULL = Ring.SLOTS - 3;
  private static final int TRIES_WITHOUT_WAITING = 5;

  /** A leader that died may have left a rotation that nobody was told of. */
  private static final Duration PUBLISHING = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final Engine engine;
  private final BooleanSupplier ownSession;
  private @Nullable Connection foundOn;

  /** The snapshots as of which generations were found drained. */
  private final Map<Generation, Found> drained = new HashMap<>();

  private final Pace publishing = new Pace(PUBLISHING);
  private final Pace finding = new Pace(Duration.ZERO);

  /** Jobs of the oldest generation, once a carry of it was refused. */
  private Map<Long, String> unreadable = Map.of();

  private final Standstill standstill = new Standstill(LOG);
  private int blocked;

  /**
   * That a generation was found drained.
   *
   * @param asOf the snapshot that shows it
   * @param at a moment of the database, a little earlier
   * @param nanos the time of this process, a little earlier still
   */
  private record Found(String asOf, Ring.Moment at, long nanos) {}

  Janitor(Engine engine, BooleanSupplier ownSession) {
    this.engine = engine;
    this.ownSession = ownSession;
  }

  /** Has its turn; whether there is more to do at once. */
  boolean step(Connection connection, Lead lead) throws SQLException {
    beginAnew(connection);
    if (engine.ring().rotate(connection, lead) || publishing.isDue()) {
      engine.ring().publishHead(connection);
    }
    List<Generation> generations =
        engine.ring().generations(connection).stream().filter(g -> !g.isCarry()).toList();
    return generations.size() > 1 && empty(connection, lead, generations);
  }

  /** Empties the oldest generation, if it may be; whether it was. */
  private boolean empty(Connection connection, Lead lead, List<Generation> generations)
      throws SQLException {
    if (standstill.isResting(System.nanoTime())) {
      return false;
    }
    find(connection, generations.subList(0, generations.size() - 1));
    boolean nearlyFull = generations.size() >= NEARLY_FULL;
    Emptying answer = empty(connection, lead, generations.getFirst(), nearlyFull);
    return answer == Emptying.PRUNED || answer == Emptying.CARRIED;
  }

  /**
   * What was found on another connection is forgotten: a crash of the database in between may have
   * undone claims, which do not wait for the disk.
   */
  @SuppressWarnings("ReferenceEquality") // another connection, however equal
  private void beginAnew(Connection connection) {
    if (foundOn != connection) {
      foundOn = connection;
      drained.clear();
    }
  }

  private Emptying empty(Connection connection, Lead lead, Generation oldest, boolean nearlyFull)
      throws SQLException {
    Emptying answer = prune(connection, lead, oldest, nearlyFull);
    if (nearlyFull && answer != Emptying.PRUNED) {
      letGoKeys(connection, lead, oldest);
      answer = carry(connection, lead, oldest);
    }
    judge(connection, oldest, answer);
    if (answer == Emptying.PRUNED || answer == Emptying.CARRIED) {
      LOG.debug("generation {}: {}", oldest.number(), answer);
      drained.remove(oldest);
      unreadable = Map.of();
    }
    return answer;
  }

  /**
   * A run that can't be read is carried without what is lost, and ends as soon as it is claimed.
   */
  private Emptying carry(Connection connection, Lead lead, Generation oldest) throws SQLException {
    try {
      return engine.ring().carry(connection, lead, oldest, patience(), unreadable);
    } catch (SQLException e) {
      Map<Long, String> found =
          Failures.isOfDamage(e) ? engine.ring().unreadable(connection, oldest) : unreadable;
      if (found.equals(unreadable)) {
        throw e;
      }
      unreadable = found;
      LOG.error(
          "generation {}: jobs in it can't be read, and are carried without what is lost; by id:"
              + " {}",
          oldest.number(),
          unreadable);
      return engine.ring().carry(connection, lead, oldest, patience(), unreadable);
    }
  }

  /** Finds out who is in the way when tries are blocked again and again. */
  private void judge(Connection connection, Generation oldest, Emptying answer)
      throws SQLException {
    blocked = answer == Emptying.BLOCKED ? blocked + 1 : 0;
    List<Holder> holders =
        blocked < TRIES_WITHOUT_WAITING
            ? List.of()
            : engine.ring().holders(connection, oldest).stream()
                .filter(holder -> holder.step() == null) // a step of a leader ends by itself
                .toList();
    if (holders.isEmpty()) {
      standstill.isOver(System.nanoTime());
    } else {
      standstill.lasts(oldest.number(), holders, System.nanoTime());
    }
  }

  private Emptying prune(Connection connection, Lead lead, Generation oldest, boolean nearlyFull)
      throws SQLException {
    Found found = drained.get(oldest);
    if (found == null) {
      return Emptying.WAITING;
    }
    if (!nearlyFull && engine.ring().keepsHistoryFor(connection, oldest).isPositive()) {
      return Emptying.HELD;
    }
    letGoKeys(connection, lead, oldest);
    Emptying answer = prune(connection, lead, oldest, found);
    if (answer == Emptying.WAITING) {
      drained.remove(oldest); // a stalled producer wrote after all: find it drained anew
    }
    return answer;
  }

  /** Before the segment is locked: nobody waits for this. */
  private void letGoKeys(Connection connection, Lead lead, Generation oldest) throws SQLException {
    UniqueKeys.inParts(
        limit -> engine.uniqueKeys().letGoGeneration(connection, lead, oldest.number(), limit));
  }

  private Emptying prune(Connection connection, Lead lead, Generation oldest, Found found)
      throws SQLException {
    try {
      return ownSession.getAsBoolean()
          ? engine.ring().prune(connection, lead, oldest, found.asOf(), patience())
          : pruneOnLent(connection, lead, oldest, found);
    } catch (SQLException e) {
      if (Failures.isBlocked(e)) {
        return Emptying.BLOCKED; // by a row or a table that is not the segment's
      }
      throw e;
    }
  }

  /**
   * A connection to a pooler outlives a crash of the database. So what was found counts only on a
   * server process that was there already; it is not there any more after a crash. One statement,
   * so that no transaction stays open, with locks, when this process stands still.
   */
  private Emptying pruneOnLent(Connection connection, Lead lead, Generation oldest, Found found)
      throws SQLException {
    Duration ago = Duration.ofNanos(System.nanoTime() - found.nanos());
    Ring.Drained since = new Ring.Drained(found.asOf(), found.at(), ago);
    return engine.ring().pruneServedSince(connection, lead, oldest, since, patience());
  }

  /**
   * Finds out which generations are drained, and remembers as of when: the workers announce after
   * it. Looking takes longer the more lanes there are, so it takes no more than a hundredth of the
   * time.
   */
  private void find(Connection connection, List<Generation> generations) throws SQLException {
    drained.keySet().retainAll(generations);
    if (drained.size() == generations.size() || !finding.isDue()) {
      return;
    }
    long nanos = System.nanoTime();
    Ring.Moment at = engine.ring().now(connection);
    for (Generation generation : generations) {
      if (!drained.containsKey(generation)) {
        engine
            .ring()
            .drained(connection, generation)
            .ifPresent(asOf -> drained.put(generation, new Found(asOf, at, nanos)));
      }
    }
    finding.took();
  }

  private Duration patience() {
    return blocked < TRIES_WITHOUT_WAITING ? Duration.ZERO : PATIENCE;
  }
}
