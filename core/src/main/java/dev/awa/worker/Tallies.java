package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps the tallies of lanes up to date, so that counts and looks for open claims read what is new
 * and not all that is kept. In the segments that are written to a lane's tally is moved when some
 * hundred claims have come; in an older one to its end. What is behind, after hours without a
 * leader for instance, is gone over in bounded steps, several a turn, until nothing is left.
 */
final class Tallies {
  private static final int LEAST = 500;
  private static final int LIMIT = 20_000;

  /** A claim call may have looked at the head just before it moved. */
  private static final int WRITTEN_TO = 2;

  /** Steps go on for so long in a turn: others have their turn, and the lead is renewed. */
  static final Duration TURN = Duration.ofMillis(500);

  private static final Duration REST = Duration.ofSeconds(1);

  /** Looking costs something a lane: no more than a tenth of the time. */
  private static final int SHARE = 10;

  /** Old segments are looked at again, and long lists, for what has ended there since. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Engine engine;
  private final Duration turn;
  private final Set<Generation> done = new HashSet<>();
  private final Pace again = new Pace(AGAIN);
  private OptionalInt listsAfter = OptionalInt.empty();

  Tallies(Engine engine, Duration turn) {
    this.engine = engine;
    this.turn = turn;
  }

  /** Has its turn; says how long to rest, zero where there is more to do. */
  Duration step(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    List<Generation> generations = engine.ring().generations(connection);
    done.retainAll(generations);
    if (again.isDue()) {
      done.clear();
      listsAfter = OptionalInt.of(0);
    }
    if (segments(connection, lead, generations, begun) || lists(connection, lead)) {
      return Duration.ZERO;
    }
    Duration share = Duration.ofNanos(SHARE * (System.nanoTime() - begun));
    return share.compareTo(REST) > 0 ? share : REST;
  }

  /** Whether there is more to do, because the turn is over. */
  private boolean segments(
      Connection connection, Lead lead, List<Generation> generations, long begun)
      throws SQLException {
    int old = Math.max(0, generations.size() - WRITTEN_TO);
    boolean more = false;
    for (Generation generation : generations.subList(old, generations.size())) {
      more |= isLeft(connection, lead, generation, LEAST, begun);
    }
    for (Generation generation : generations.subList(0, old)) {
      if (!more && !done.contains(generation)) {
        more = isLeft(connection, lead, generation, 1, begun);
        if (!more) {
          done.add(generation);
        }
      }
    }
    return more;
  }

  /** One step at least, then others until the segment is through or the turn is over. */
  private boolean isLeft(
      Connection connection, Lead lead, Generation generation, int least, long begun)
      throws SQLException {
    do {
      if (engine.closureLog().tally(connection, lead, generation, least, LIMIT) < LIMIT) {
        return false;
      }
    } while (System.nanoTime() - begun < turn.toNanos());
    return true;
  }

  private boolean lists(Connection connection, Lead lead) throws SQLException {
    if (listsAfter.isPresent()) {
      listsAfter =
          engine.closureLog().tallyLists(connection, lead, listsAfter.getAsInt(), LEAST, LIMIT);
    }
    return listsAfter.isPresent();
  }
}
