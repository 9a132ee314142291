package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the tallies of lanes up to date, so that counts and looks for open claims read what is new
 * and not all that is kept. In the segments that are written to a lane's tally is moved when some
 * hundred claims have come; in an older one once, to its end.
 */
final class Tallies {
  private static final int LEAST = 500;
  private static final int LIMIT = 20_000;

  /** A claim call may have looked at the head just before it moved. */
  private static final int WRITTEN_TO = 2;

  private final Engine engine;
  private final Set<Generation> done = new HashSet<>();

  Tallies(Engine engine) {
    this.engine = engine;
  }

  /** One step over a bounded number of claims; whether there may be more at once. */
  boolean step(Connection connection, Lead lead) throws SQLException {
    List<Generation> generations = engine.ring().generations(connection);
    done.retainAll(generations);
    int old = Math.max(0, generations.size() - WRITTEN_TO);
    boolean more = false;
    for (Generation generation : generations.subList(old, generations.size())) {
      more |= engine.closureLog().tally(connection, lead, generation, LEAST, LIMIT) >= LIMIT;
    }
    for (Generation generation : generations.subList(0, old)) {
      if (!more && !done.contains(generation)) {
        more = engine.closureLog().tally(connection, lead, generation, 1, LIMIT) >= LIMIT;
        if (!more) {
          done.add(generation);
        }
      }
    }
    return more;
  }
}
