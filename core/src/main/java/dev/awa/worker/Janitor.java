package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ring turning: rotates, prunes the oldest segment when nothing in it is alive and its
 * history need not be kept, and carries what is alive out of it when the ring runs out of slots.
 *
 * <p>The first tries for the locks do not wait, because a queued lock makes every worker wait
 * behind it; after several blocked ones a try may wait for 50 ms, because under steady claims those
 * that do not wait never succeed.
 */
final class Janitor {
  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
  private static final int NEARLY_FULL = Ring.SLOTS - 3;
  private static final int TRIES_WITHOUT_WAITING = 5;
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final Engine engine;
  private @Nullable Drained drained;
  private int blocked;

  /** A generation and the snapshot as of which it was found drained. */
  private record Drained(Generation generation, String snapshot) {}

  Janitor(Engine engine) {
    this.engine = engine;
  }

  void step(Connection connection, Lead lead) throws SQLException {
    engine.ring().rotate(connection, lead);
    engine.ring().publishHead(connection);
    List<Generation> generations =
        engine.ring().generations(connection).stream().filter(g -> !g.isCarry()).toList();
    if (generations.size() > 1) {
      empty(connection, lead, generations.getFirst(), generations.size() >= NEARLY_FULL);
    }
  }

  private void empty(Connection connection, Lead lead, Generation oldest, boolean nearlyFull)
      throws SQLException {
    Emptying answer = prune(connection, lead, oldest, nearlyFull);
    if (nearlyFull && answer != Emptying.PRUNED) {
      answer = engine.ring().carry(connection, lead, oldest, patience());
    }
    blocked = answer == Emptying.BLOCKED ? blocked + 1 : 0;
    if (answer == Emptying.PRUNED || answer == Emptying.CARRIED) {
      LOG.debug("generation {}: {}", oldest.number(), answer);
      drained = null;
    }
  }

  private Emptying prune(Connection connection, Lead lead, Generation oldest, boolean nearlyFull)
      throws SQLException {
    Drained found = found(connection, oldest);
    if (found == null) {
      return Emptying.WAITING;
    }
    if (!nearlyFull && engine.ring().keepsHistoryFor(connection, oldest).isPositive()) {
      return Emptying.HELD;
    }
    Emptying answer = engine.ring().prune(connection, lead, oldest, found.snapshot(), patience());
    if (answer == Emptying.WAITING) {
      drained = null; // a stalled producer wrote after all: find it drained anew
    }
    return answer;
  }

  /**
   * When the oldest generation was found drained; remembered, because the workers announce after
   * it.
   */
  private @Nullable Drained found(Connection connection, Generation oldest) throws SQLException {
    Drained known = drained;
    if (known == null || !known.generation().equals(oldest)) {
      Optional<String> snapshot = engine.ring().drained(connection, oldest);
      known = snapshot.map(s -> new Drained(oldest, s)).orElse(null);
      drained = known;
    }
    return known;
  }

  private Duration patience() {
    return blocked < TRIES_WITHOUT_WAITING ? Duration.ZERO : PATIENCE;
  }
}
